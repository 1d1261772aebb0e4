package dev.pluginio.testing;

import dev.pluginio.transport.ClientListener;
import dev.pluginio.transport.Emission;
import dev.pluginio.transport.Transport;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps what it is asked to send; pretends that every audience is one client. */
public final class RecordingTransport implements Transport {

    private final List<Emission> sent = new CopyOnWriteArrayList<>();

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
    public InetSocketAddress address() {
        return InetSocketAddress.createUnresolved("nowhere", 0);
    }

    @Override
    public int send(Emission emission) {
        sent.add(emission);
        return 1;
    }

    @Override
    public CompletionStage<Void> settled() {
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public void close() {}
}
