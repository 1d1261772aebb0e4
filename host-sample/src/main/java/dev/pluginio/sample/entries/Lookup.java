package dev.pluginio.sample.entries;

import dev.pluginio.sample.content.Content;
import dev.pluginio.sample.content.ModelType;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.TypedQuery;
import java.util.Optional;

/** Finds entities by the identifier that clients use. */
final class Lookup {

    private Lookup() {}

    static Optional<Content> byDocumentId(EntityManager em, ModelType type, String untrusted) {
        return query(em, type, untrusted).getResultStream().findFirst();
    }

    /** Writers of one entry wait for each other, rather than fail. */
    static Optional<Content> locked(EntityManager em, ModelType type, String untrusted) {
        return query(em, type, untrusted)
                .setLockMode(LockModeType.PESSIMISTIC_WRITE)
                .getResultStream()
                .findFirst();
    }

    private static TypedQuery<Content> query(EntityManager em, ModelType type, String untrusted) {
        String jpql = "select e from " + type.entity().getSimpleName() + " e where e.documentId = :documentId";
        // a NUL cannot be stored, so nothing is lost by asking for something else
        return em.createQuery(jpql, Content.class).setParameter("documentId", untrusted.replace('\0', ' '));
    }
}
