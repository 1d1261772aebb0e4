package dev.pluginio;

import dev.pluginio.api.host.BulkChanges;
import java.util.Collection;
import java.util.Optional;
import java.util.function.IntSupplier;
import org.pf4j.Extension;

/** The helper for bulk statements as PF4J finds it. While the plugin does not run, it runs the statement and no more. */
@Extension
public final class BulkChangesExtension implements BulkChanges {

    @Override
    public int update(Object entityManager, String uid, Collection<?> ids, IntSupplier statement) {
        return running()
                .map(bulk -> bulk.update(entityManager, uid, ids, statement))
                .orElseGet(() -> unheard(statement));
    }

    @Override
    public int delete(Object entityManager, String uid, Collection<?> ids, IntSupplier statement) {
        return running()
                .map(bulk -> bulk.delete(entityManager, uid, ids, statement))
                .orElseGet(() -> unheard(statement));
    }

    private static int unheard(IntSupplier statement) {
        IoPlugin.missed();
        return statement.getAsInt();
    }

    private static Optional<BulkChanges> running() {
        return IoPlugin.running().flatMap(Wiring::bulk);
    }
}
