package dev.pluginio.api.host;

import dev.pluginio.api.event.ContentChange;
import org.pf4j.ExtensionPoint;

/**
 * Where a host without JPA tells of its changes. The plugin has one extension of this type while it runs.
 *
 * <pre>{@code
 * ContentLifecycle.Transaction transaction = lifecycle.begin();
 * try {
 *     store.save(article);
 *     transaction.changed(ContentChange.updated("api::article.article", before, after));
 *     store.commit();
 *     transaction.committed();
 * } catch (StoreException e) {
 *     transaction.rolledBack();
 *     throw e;
 * }
 * }</pre>
 *
 * @since 0.1
 */
public interface ContentLifecycle extends ExtensionPoint {

    /**
     * Opens the record of a transaction. Until it ends, what {@code IoService.emit} is asked on this thread belongs to
     * it.
     *
     * @return the record; it must be ended by {@link Transaction#committed()} or {@link Transaction#rolledBack()}
     */
    Transaction begin();

    /**
     * The changes of one transaction. Not for several threads at once. No method throws for a reason of the plugin's
     * own.
     *
     * @since 0.1
     */
    interface Transaction {

        /**
         * Records a change, while the host still holds the entry's lock: the order of these calls is the order of
         * events. Several changes of one entry become one.
         *
         * @param change what happened to an entry
         * @throws IllegalArgumentException if the content type is not in the catalogue
         * @throws IllegalStateException if the transaction has ended
         */
        void changed(ContentChange change);

        /** Sends what was recorded. A second call, or one after {@link #rolledBack()}, does nothing. */
        void committed();

        /** Forgets what was recorded. A second call, or one after {@link #committed()}, does nothing. */
        void rolledBack();
    }
}
