package dev.pluginio.testing;

import dev.pluginio.access.Exposure;
import dev.pluginio.api.content.Entry;
import dev.pluginio.log.Announcement;
import dev.pluginio.service.HostWork;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A host in which no transaction ever is. */
public final class NoTransactions implements HostWork {

    @Override
    public boolean announceWithin(@Nullable Object transaction, Announcement announcement) {
        return false;
    }

    @Override
    public Optional<Entry> read(Object entity, Exposure exposure) {
        return Optional.empty();
    }
}
