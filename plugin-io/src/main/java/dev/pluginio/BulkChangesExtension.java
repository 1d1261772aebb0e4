package dev.pluginio;

import dev.pluginio.api.host.BulkChanges;
import java.util.Collection;
import java.util.function.IntSupplier;
import org.pf4j.Extension;

/** The helper for bulk statements as PF4J finds it. */
@Extension
public final class BulkChangesExtension implements BulkChanges {

    @Override
    public int update(Object entityManager, String uid, Collection<?> ids, IntSupplier statement) {
        return IoPlugin.running().bulk().update(entityManager, uid, ids, statement);
    }

    @Override
    public int delete(Object entityManager, String uid, Collection<?> ids, IntSupplier statement) {
        return IoPlugin.running().bulk().delete(entityManager, uid, ids, statement);
    }
}
