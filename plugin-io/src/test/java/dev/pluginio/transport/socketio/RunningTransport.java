package dev.pluginio.transport.socketio;

import static org.awaitility.Awaitility.await;

import dev.pluginio.transport.Admission;
import dev.pluginio.transport.Audience;
import dev.pluginio.transport.Client;
import dev.pluginio.transport.ClientListener;
import dev.pluginio.transport.Emission;
import dev.pluginio.transport.Handshake;
import dev.pluginio.transport.Limits;
import dev.pluginio.transport.Room;
import dev.pluginio.transport.TransportObserver;
import dev.pluginio.transport.TransportSettings;
import io.netty.util.ResourceLeakDetector;
import io.socket.client.IO;
import io.socket.client.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** A transport on a free port with a listener that records, and clients that are closed with it. */
final class RunningTransport implements AutoCloseable {

    static {
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
    }

    static final Room EVERYBODY = new Room(Room.Kind.ROLE, "everybody");
    static final long WAIT_SECONDS = 30;

    final SocketIoTransport transport;
    final Recorder recorder;
    final Counts counts = new Counts();
    private final List<Socket> clients = new ArrayList<>();

    /** What the transport told its observer. */
    static final class Counts implements TransportObserver {
        final AtomicInteger opened = new AtomicInteger();
        final List<String> closed = new CopyOnWriteArrayList<>();
        final List<String> violated = new CopyOnWriteArrayList<>();
        final List<String> limited = new CopyOnWriteArrayList<>();
        final AtomicInteger overflowed = new AtomicInteger();
        final AtomicInteger failed = new AtomicInteger();
        final AtomicInteger coalesced = new AtomicInteger();
        final AtomicInteger skipped = new AtomicInteger();
        final AtomicInteger discarded = new AtomicInteger();
        final AtomicInteger withdrawn = new AtomicInteger();

        void forget() {
            opened.set(0);
            closed.clear();
            violated.clear();
            limited.clear();
            overflowed.set(0);
            failed.set(0);
        }

        @Override
        public void opened() {
            opened.incrementAndGet();
        }

        @Override
        public void closed(String reason) {
            closed.add(reason);
        }

        @Override
        public void violated(String rule) {
            violated.add(rule);
        }

        @Override
        public void limited(String limit) {
            limited.add(limit);
        }

        @Override
        public void overflowed() {
            overflowed.incrementAndGet();
        }

        @Override
        public void coalesced() {
            coalesced.incrementAndGet();
        }

        @Override
        public void skipped(int packets) {
            skipped.addAndGet(packets);
        }

        @Override
        public void discarded(int packets) {
            discarded.addAndGet(packets);
        }

        @Override
        public void withdrawn() {
            withdrawn.incrementAndGet();
        }

        @Override
        public void listenerFailed() {
            failed.incrementAndGet();
        }
    }

    /** An event that a client sent. */
    record Received(
            Client client,
            String event,
            List<@Nullable Object> arguments,
            ClientListener.@Nullable Acknowledgement acknowledgement) {}

    /** Lets in whom the decision lets in, and keeps what it hears. */
    static class Recorder implements ClientListener {
        final BlockingQueue<Handshake> handshakes = new LinkedBlockingQueue<>();
        final BlockingQueue<Client> connected = new LinkedBlockingQueue<>();
        final BlockingQueue<Received> received = new LinkedBlockingQueue<>();
        final BlockingQueue<String> disconnected = new LinkedBlockingQueue<>();
        final Set<Client> present = ConcurrentHashMap.newKeySet();
        volatile Function<Handshake, CompletionStage<Admission>> decision =
                handshake -> CompletableFuture.completedFuture(admitted());

        void forget() {
            handshakes.clear();
            connected.clear();
            received.clear();
            disconnected.clear();
        }

        @Override
        public CompletionStage<Admission> connecting(Handshake untrusted) {
            handshakes.add(untrusted);
            return decision.apply(untrusted);
        }

        @Override
        public void connected(Client client) {
            present.add(client);
            connected.add(client);
        }

        @Override
        public void received(
                Client client,
                String event,
                List<@Nullable Object> arguments,
                @Nullable Acknowledgement acknowledgement) {
            received.add(new Received(client, event, arguments, acknowledgement));
        }

        @Override
        public void disconnected(Client client, String reason) {
            disconnected.add(reason);
            present.remove(client);
        }
    }

    RunningTransport() {
        this(settings());
    }

    RunningTransport(TransportSettings settings) {
        this(settings, new Recorder());
    }

    RunningTransport(TransportSettings settings, Recorder recorder) {
        this(settings, recorder, System::nanoTime);
    }

    RunningTransport(TransportSettings settings, Recorder recorder, LongSupplier nanoTime) {
        this.recorder = recorder;
        this.transport = new SocketIoTransport(settings, counts, nanoTime);
        transport.start(recorder);
    }

    static Admission admitted() {
        return new Admission.Admitted(Set.of(EVERYBODY), "attached");
    }

    static TransportSettings settings() {
        return settings(0, 4_194_304);
    }

    static TransportSettings settings(int port, long maxQueuedBytes) {
        return settings(port, maxQueuedBytes, Duration.ofSeconds(25), Duration.ofSeconds(20), Duration.ofSeconds(45));
    }

    static TransportSettings settings(
            int port, long maxQueuedBytes, Duration pingInterval, Duration pingTimeout, Duration connectTimeout) {
        TransportSettings defaults = TransportSettings.defaults();
        return defaults.withAddress(defaults.host(), port)
                .withCors(Set.of("http://allowed.example"), false)
                .withTimes(pingInterval, pingTimeout, connectTimeout)
                .withSizes(1_000_000, maxQueuedBytes)
                .withNamespaces(Set.of(Audience.ROOT, "/admin"));
    }

    static TransportSettings with(TransportSettings.Compression compression, TransportSettings.@Nullable Tls tls) {
        return settings().withCompression(compression).withTls(tls);
    }

    static TransportSettings settings(Limits limits) {
        return settings().withLimits(limits);
    }

    /** Sends all clients away and waits until they are gone; those too that are still on their way in. */
    void disconnectAll() {
        transport
                .settled()
                .toCompletableFuture()
                .orTimeout(WAIT_SECONDS, TimeUnit.SECONDS)
                .join();
        await().until(() -> {
            recorder.present.forEach(Client::disconnect);
            return recorder.present.isEmpty();
        });
    }

    int port() {
        return transport.address().getPort();
    }

    /** A client that is not yet connecting. */
    Socket client(String namespace, String... transports) {
        return client(namespace, Map.of(), transports);
    }

    Socket client(String namespace, Map<String, String> auth, String... transports) {
        var options = IO.Options.builder()
                .setForceNew(true)
                .setReconnectionDelay(50)
                .setReconnectionDelayMax(200)
                .setAuth(auth);
        if (transports.length > 0) {
            options.setTransports(transports);
        }
        Socket socket = IO.socket(URI.create("http://127.0.0.1:" + port() + namespace), options.build());
        clients.add(socket);
        return socket;
    }

    /** A client that has been let in. */
    Socket connect(String namespace, String... transports) {
        Socket socket = client(namespace, transports);
        var connected = new CompletableFuture<Void>();
        socket.on(Socket.EVENT_CONNECT, args -> connected.complete(null));
        socket.on(
                Socket.EVENT_CONNECT_ERROR,
                args -> connected.completeExceptionally(new AssertionError("refused: " + args[0])));
        socket.connect();
        connected.orTimeout(WAIT_SECONDS, TimeUnit.SECONDS).join();
        return socket;
    }

    int send(String event, String json) {
        return send(event, json, EVERYBODY);
    }

    int send(String event, String json, Room... rooms) {
        byte[] argument = json.getBytes(StandardCharsets.UTF_8);
        return transport.send(new Emission(event, argument, new Audience(Audience.ROOT, Set.of(rooms))));
    }

    /** What a client hears of an event, as text. */
    static BlockingQueue<String> hear(Socket socket, String event) {
        var heard = new LinkedBlockingQueue<String>();
        socket.on(event, args -> heard.add(String.valueOf(args[0])));
        return heard;
    }

    /** The next of a queue; fails if there is none in time. */
    static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
        T value = queue.poll(WAIT_SECONDS, TimeUnit.SECONDS);
        if (value == null) {
            throw new AssertionError("nothing came within " + WAIT_SECONDS + " s");
        }
        return value;
    }

    @Override
    public void close() {
        clients.forEach(Socket::close);
        transport.close();
    }
}
