package dev.pluginio.testing;

import dev.pluginio.transport.Audience;
import dev.pluginio.transport.Client;
import dev.pluginio.transport.ClientListener;
import dev.pluginio.transport.Emission;
import dev.pluginio.transport.Pages;
import dev.pluginio.transport.Room;
import dev.pluginio.transport.Transport;
import dev.pluginio.transport.TransportSettings;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Keeps what it is asked to send. Without clients of its own it pretends that every audience is one client; with some, it
 * gives them what they are to get.
 */
public final class RecordingTransport implements Transport {

    private final List<Emission> sent = new CopyOnWriteArrayList<>();
    private final List<RecordingClient> clients = new CopyOnWriteArrayList<>();
    private final Map<Object, Set<Client>> hearers = new ConcurrentHashMap<>();
    private volatile String broken = "";
    private final Set<String> namespaces = ConcurrentHashMap.newKeySet();

    public RecordingTransport() {
        namespaces.add(Audience.ROOT);
    }

    /** Has a client from now on, and its namespace. */
    public RecordingClient add(RecordingClient client) {
        namespaces.add(client.namespace());
        clients.add(client);
        return client;
    }

    /** Has a client no longer. */
    public void remove(RecordingClient client) {
        clients.remove(client);
    }

    /** Fails at whatever has this name. */
    public void failAt(String event) {
        broken = event;
    }

    public List<Emission> sent() {
        return sent;
    }

    /** Everything sent, each as {@code name json}. */
    public List<String> frames() {
        return sent.stream().map(RecordingTransport::frame).toList();
    }

    public static String frame(Emission emission) {
        return emission.event() + " " + new String(emission.argument(), StandardCharsets.UTF_8);
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
        if (emission.event().equals(broken)) {
            throw new IllegalStateException("it cannot be sent");
        }
        sent.add(emission);
        if (clients.isEmpty()) {
            return 1;
        }
        List<Client> meant = members(emission.audience());
        meant.forEach(client -> client.send(emission.event(), emission.arguments()));
        if (emission.series() != null) {
            hearers.computeIfAbsent(emission.series(), series -> new LinkedHashSet<>())
                    .addAll(meant);
        }
        return meant.size();
    }

    @Override
    public void end(Emission last) {
        sent.add(last);
        Set<Client> heard = hearers.remove(Objects.requireNonNull(last.series()));
        if (heard != null) {
            heard.forEach(client -> client.send(last.event(), last.arguments()));
        }
    }

    @Override
    public Optional<Client> find(String id) {
        return clients.stream()
                .filter(client -> client.isPresent() && client.id().equals(id))
                .<Client>map(client -> client)
                .findFirst();
    }

    @Override
    public List<Client> members(Audience audience) {
        return clients.stream()
                .filter(client -> client.isOf(audience))
                .<Client>map(client -> client)
                .toList();
    }

    @Override
    public Map<Room, Integer> rooms(String namespace) {
        Map<Room, Integer> sizes = new HashMap<>();
        members(Audience.everyone(namespace))
                .forEach(client -> client.rooms().forEach(room -> sizes.merge(room, 1, Integer::sum)));
        return sizes;
    }

    @Override
    public Set<String> namespaces() {
        return Set.copyOf(namespaces);
    }

    @Override
    public CompletionStage<Void> settled() {
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public void close() {}
}
