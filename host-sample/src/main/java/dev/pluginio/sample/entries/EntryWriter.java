package dev.pluginio.sample.entries;

import dev.pluginio.api.access.PermissionPolicy;
import dev.pluginio.api.access.Principal;
import dev.pluginio.api.content.Action;
import dev.pluginio.api.content.Entry;
import dev.pluginio.sample.content.Content;
import dev.pluginio.sample.content.ContentModel;
import dev.pluginio.sample.content.ModelField;
import dev.pluginio.sample.content.ModelType;
import dev.pluginio.sample.problem.Problem;
import dev.pluginio.sample.store.Database;
import jakarta.persistence.EntityManager;
import java.lang.reflect.InvocationTargetException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.hibernate.Hibernate;
import org.jspecify.annotations.Nullable;

/**
 * Writes entries as a principal may. Each call is one transaction: all of it happens, or nothing. The answer is the
 * entry as the principal may read it, which may be no more than its identifiers.
 */
public final class EntryWriter {

    private static final int LARGEST_LIST = 1000;

    private final Database database;
    private final ContentModel model;
    private final PermissionPolicy policy;
    private final Supplier<String> documentIds;
    private final Clock clock;

    /**
     * Makes the writer.
     *
     * @param database where the entries are
     * @param model the content types
     * @param policy tells what principals may do
     * @param documentIds makes identifiers
     * @param clock tells when something changed, in whole milliseconds
     */
    public EntryWriter(
            Database database, ContentModel model, PermissionPolicy policy, Supplier<String> documentIds, Clock clock) {
        this.database = database;
        this.model = model;
        this.policy = policy;
        this.documentIds = documentIds;
        this.clock = clock;
    }

    /**
     * Makes an entry.
     *
     * @param principal who writes
     * @param type of what
     * @param body the values; untrusted
     * @param query {@code populate} and {@code fields} of the answer; untrusted
     * @return the entry
     * @throws Problem if the principal may not, or a value makes no sense
     */
    public Entry create(Principal principal, ModelType type, @Nullable Object body, QueryParam query) {
        Rights rights = rights(principal, type, Action.CREATE);
        Selection selection = selection(rights, type, query);
        return database.inTransaction(em -> {
            Content entity = create(em, rights, type, body);
            em.flush();
            return answer(rights, type, entity, selection);
        });
    }

    /**
     * Makes several entries, or none.
     *
     * @param principal who writes
     * @param type of what
     * @param bodies the values of each; untrusted
     * @param query {@code populate} and {@code fields} of the answer; untrusted
     * @return the entries
     * @throws Problem if the principal may not, or a value makes no sense
     */
    public List<Entry> createAll(Principal principal, ModelType type, @Nullable Object bodies, QueryParam query) {
        Rights rights = rights(principal, type, Action.CREATE);
        Selection selection = selection(rights, type, query);
        if (!(bodies instanceof List<?> list) || list.isEmpty() || list.size() > LARGEST_LIST) {
            throw Problem.invalid("data", "'data' must be a list of 1 to " + LARGEST_LIST + " objects");
        }
        return database.inTransaction(em -> {
            List<Content> entities =
                    list.stream().map(body -> create(em, rights, type, body)).toList();
            em.flush();
            return entities.stream()
                    .map(entity -> answer(rights, type, entity, selection))
                    .toList();
        });
    }

    /**
     * Changes an entry.
     *
     * @param principal who writes
     * @param type of what
     * @param documentId the entry's identifier; untrusted
     * @param body the values that change; untrusted
     * @param query {@code populate} and {@code fields} of the answer; untrusted
     * @return the entry
     * @throws Problem if the principal may not, there is no such entry, or a value makes no sense
     */
    public Entry update(
            Principal principal, ModelType type, String documentId, @Nullable Object body, QueryParam query) {
        return change(principal, type, Action.UPDATE, documentId, query, (em, change) -> {
            Assignments assignments = Assignments.parse(em, change.rights(), type, body);
            assignments.apply(change.entity());
            requireComplete(type, change.entity());
            change.entity().touch(clock.instant());
        });
    }

    /**
     * Publishes a draft. Nothing happens if it is published already.
     *
     * @param principal who writes
     * @param type of what
     * @param documentId the entry's identifier; untrusted
     * @param query {@code populate} and {@code fields} of the answer; untrusted
     * @return the entry
     * @throws Problem if the principal may not, or there is no such entry
     */
    public Entry publish(Principal principal, ModelType type, String documentId, QueryParam query) {
        return change(
                principal, type, Action.PUBLISH, documentId, query, (em, change) -> publish(type, change.entity()));
    }

    private void publish(ModelType type, Content entity) {
        ModelField publishedAt = type.require(Entry.PUBLISHED_AT);
        if (publishedAt.get(entity) == null) {
            publishedAt.set(entity, clock.instant());
            entity.touch(clock.instant());
        }
    }

    /**
     * Makes a published entry a draft again. Nothing happens if it is one already.
     *
     * @param principal who writes
     * @param type of what
     * @param documentId the entry's identifier; untrusted
     * @param query {@code populate} and {@code fields} of the answer; untrusted
     * @return the entry
     * @throws Problem if the principal may not, or there is no such entry
     */
    public Entry unpublish(Principal principal, ModelType type, String documentId, QueryParam query) {
        return change(principal, type, Action.UNPUBLISH, documentId, query, (em, change) -> {
            ModelField publishedAt = type.require(Entry.PUBLISHED_AT);
            if (publishedAt.get(change.entity()) != null) {
                publishedAt.set(change.entity(), null);
                change.entity().touch(clock.instant());
            }
        });
    }

    /**
     * Deletes an entry.
     *
     * @param principal who writes
     * @param type of what
     * @param documentId the entry's identifier; untrusted
     * @return the entry's identifiers
     * @throws Problem if the principal may not, there is no such entry, or other entries refer to it
     */
    public Entry delete(Principal principal, ModelType type, String documentId) {
        Rights rights = rights(principal, type, Action.DELETE);
        return database.inTransaction(em -> {
            Content entity = require(em, rights, type, documentId);
            em.remove(entity);
            return new Snapshots(rights).of(type, entity, Selection.NOTHING);
        });
    }

    /** Makes the first entries, of whatever types: all of them or, when the process ends in the middle, none. */
    void begin(Principal principal, Consumer<Beginning> work) {
        Rights rights = Rights.of(model, policy, principal);
        database.inTransaction(em -> {
            Beginning beginning = new Beginning(em, rights);
            if (beginning.isEmpty()) {
                work.accept(beginning);
            }
            return beginning;
        });
    }

    /** One transaction that makes the first entries. */
    final class Beginning {
        private final EntityManager em;
        private final Rights rights;

        private Beginning(EntityManager em, Rights rights) {
            this.em = em;
            this.rights = rights;
        }

        private boolean isEmpty() {
            return model.entities().stream()
                    .allMatch(entity -> em.createQuery("from " + entity.getSimpleName())
                            .setMaxResults(1)
                            .getResultList()
                            .isEmpty());
        }

        /** Makes an entry and gives its documentId. */
        String create(ModelType type, Map<String, Object> values) {
            rights.require(type, Action.CREATE);
            Content entity = EntryWriter.this.create(em, rights, type, values);
            em.flush();
            return entity.documentId();
        }

        void publish(ModelType type, String documentId) {
            rights.require(type, Action.PUBLISH);
            EntryWriter.this.publish(type, require(em, rights, type, documentId));
        }
    }

    private record Change(Rights rights, Content entity) {}

    private Entry change(
            Principal principal,
            ModelType type,
            Action action,
            String documentId,
            QueryParam query,
            BiConsumer<EntityManager, Change> work) {
        Rights rights = rights(principal, type, action);
        Selection selection = selection(rights, type, query);
        return database.inTransaction(em -> {
            Content entity = require(em, rights, type, documentId);
            work.accept(em, new Change(rights, entity));
            em.flush();
            return answer(rights, type, entity, selection);
        });
    }

    private Rights rights(Principal principal, ModelType type, Action action) {
        Rights rights = Rights.of(model, policy, principal);
        rights.require(type, action);
        return rights;
    }

    private Content create(EntityManager em, Rights rights, ModelType type, @Nullable Object body) {
        Assignments assignments = Assignments.parse(em, rights, type, body);
        Content entity = newEntity(type);
        entity.begin(documentIds.get(), clock.instant());
        assignments.apply(entity);
        entity.complete();
        requireComplete(type, entity);
        em.persist(entity);
        return entity;
    }

    private static Content newEntity(ModelType type) {
        try {
            return type.entity().getDeclaredConstructor().newInstance();
        } catch (NoSuchMethodException
                | InstantiationException
                | IllegalAccessException
                | InvocationTargetException e) {
            throw new IllegalStateException(type.entity() + " cannot be made", e);
        }
    }

    private static void requireComplete(ModelType type, Content entity) {
        for (ModelField field : type.fields()) {
            if (field.isRequired() && field.get(entity) == null) {
                throw Problem.invalid(field.name(), "'" + field + "' must have a value");
            }
        }
    }

    private static Content require(EntityManager em, Rights rights, ModelType type, String documentId) {
        return Lookup.locked(em, type, documentId)
                .map(entity -> (Content) Objects.requireNonNull(Hibernate.unproxy(entity)))
                .filter(entity -> rights.sees(type, entity))
                .orElseThrow(Problem::notFound);
    }

    private static Selection selection(Rights rights, ModelType type, QueryParam query) {
        Selection selection = new QueryParser(rights).one(type, query);
        return rights.may(type, Action.FIND) ? selection : Selection.NOTHING;
    }

    private static Entry answer(Rights rights, ModelType type, Content entity, Selection selection) {
        return new Snapshots(rights).of(type, entity, rights.sees(type, entity) ? selection : Selection.NOTHING);
    }
}
