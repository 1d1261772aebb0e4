package dev.pluginio.api.host;

import java.util.Collection;
import java.util.function.IntSupplier;
import org.pf4j.ExtensionPoint;

/**
 * Announces what bulk statements do, which by themselves tell nobody which rows they changed. The plugin has one
 * extension of this type while it runs, if the host is a JPA host.
 *
 * <pre>{@code
 * List<Long> ids = em.createQuery("select a.id from Article a where a.views = 0", Long.class).getResultList();
 * bulk.delete(em, "api::article.article", ids, () ->
 *         em.createQuery("delete from Article a where a.id in :ids").setParameter("ids", ids).executeUpdate());
 * }</pre>
 *
 * @since 0.1
 */
public interface BulkChanges extends ExtensionPoint {

    /**
     * Runs a statement that updates entries, and announces each of them after the commit.
     *
     * @param entityManager the {@code jakarta.persistence.EntityManager} whose transaction is active
     * @param uid the content type's uid
     * @param ids the primary keys of the rows; the statement must change these and no others
     * @param statement executes the statement and gives the number of rows
     * @return what the statement gave
     * @throws IllegalArgumentException if the content type is unknown or the first argument is no entity manager
     * @throws RuntimeException what the statement throws; nothing else is thrown once it has run
     */
    int update(Object entityManager, String uid, Collection<?> ids, IntSupplier statement);

    /**
     * Runs a statement that deletes entries, and announces each of them after the commit.
     *
     * @param entityManager the {@code jakarta.persistence.EntityManager} whose transaction is active
     * @param uid the content type's uid
     * @param ids the primary keys of the rows; the statement must delete these and no others
     * @param statement executes the statement and gives the number of rows
     * @return what the statement gave
     * @throws IllegalArgumentException if the content type is unknown or the first argument is no entity manager
     * @throws RuntimeException what the statement throws; nothing else is thrown once it has run
     */
    int delete(Object entityManager, String uid, Collection<?> ids, IntSupplier statement);
}
