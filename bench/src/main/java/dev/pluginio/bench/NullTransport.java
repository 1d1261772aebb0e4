package dev.pluginio.bench;

import dev.pluginio.transport.Audience;
import dev.pluginio.transport.Client;
import dev.pluginio.transport.ClientListener;
import dev.pluginio.transport.Emission;
import dev.pluginio.transport.Pages;
import dev.pluginio.transport.Room;
import dev.pluginio.transport.Transport;
import dev.pluginio.transport.TransportSettings;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.LongAdder;

/** Takes everything, sends nothing, and counts. */
final class NullTransport implements Transport {

    private final LongAdder emissions = new LongAdder();
    private final LongAdder bytes = new LongAdder();

    long emissions() {
        return emissions.sum();
    }

    long bytes() {
        return bytes.sum();
    }

    @Override
    public void start(ClientListener listener) {}

    @Override
    public void guardOffsets(boolean guarded) {}

    @Override
    public void serve(Pages pages) {}

    @Override
    public void reconfigure(TransportSettings changed) {}

    @Override
    public InetSocketAddress address() {
        return InetSocketAddress.createUnresolved("nowhere", 0);
    }

    @Override
    public int send(Emission emission) {
        emissions.increment();
        bytes.add(emission.argument().length);
        return 1;
    }

    @Override
    public void end(Emission last) {}

    @Override
    public Optional<Client> find(String id) {
        return Optional.empty();
    }

    @Override
    public List<Client> members(Audience audience) {
        return List.of();
    }

    @Override
    public Map<Room, Integer> rooms(String namespace) {
        return Map.of();
    }

    @Override
    public Set<String> namespaces() {
        return Set.of(Audience.ROOT);
    }

    @Override
    public CompletionStage<Void> settled() {
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public void close() {}
}
