package dev.pluginio.capture;

import dev.pluginio.access.Exposure;
import dev.pluginio.api.content.Entry;
import java.util.List;
import java.util.Optional;

/** Asks one after the other; the first answer counts. */
record SeveralTransactions(List<HostTransactions> all) implements HostTransactions {

    @Override
    public Optional<HostTransaction> current() {
        return all.stream().flatMap(one -> one.current().stream()).findFirst();
    }

    @Override
    public Optional<HostTransaction> of(Object handle) {
        return all.stream().flatMap(one -> one.of(handle).stream()).findFirst();
    }

    @Override
    public Optional<Entry> read(Object entity, Exposure exposure) {
        return all.stream().flatMap(one -> one.read(entity, exposure).stream()).findFirst();
    }
}
