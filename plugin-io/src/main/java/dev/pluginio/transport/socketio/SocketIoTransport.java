package dev.pluginio.transport.socketio;

import com.corundumstudio.socketio.Configuration;
import com.corundumstudio.socketio.SocketConfig;
import dev.pluginio.transport.Audience;
import dev.pluginio.transport.Client;
import dev.pluginio.transport.ClientListener;
import dev.pluginio.transport.Emission;
import dev.pluginio.transport.Pages;
import dev.pluginio.transport.Room;
import dev.pluginio.transport.Transport;
import dev.pluginio.transport.TransportException;
import dev.pluginio.transport.TransportObserver;
import dev.pluginio.transport.TransportSettings;
import dev.pluginio.transport.socketio.limit.Doorkeeper;
import io.netty.channel.Channel;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The transport over Socket.IO protocol 5 and Engine.IO protocol 4, by polling and WebSocket. Everything it does with the
 * network happens on its own daemon threads, whichever thread calls. It is started once and closed once.
 */
public final class SocketIoTransport implements Transport {

    private static final Logger LOG = LoggerFactory.getLogger(SocketIoTransport.class);
    private static final int MAX_LOOPS = 8;
    private static final int BACKLOG = 4096; // all clients may come back at once
    private static final long CLOSE_SECONDS = 12;
    private static final long GOODBYE_SECONDS = 1;

    private volatile TransportSettings settings;
    private volatile Pages pages = Pages.NONE;
    private final TransportObserver observer;
    private final LongSupplier nanoTime;
    private final Object lifecycle = new Object();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final CompletableFuture<@Nullable Void> ended = new CompletableFuture<>();
    private boolean closing;
    private boolean guarding;
    private volatile @Nullable Running running;
    private volatile @Nullable Hub hub;

    /** What exists between start and close. */
    private record Running(
            Server server, Hub hub, Sessions sessions, Surroundings surroundings, InetSocketAddress address) {}

    /**
     * Prepares a transport; opens nothing.
     *
     * @param settings how clients reach it
     * @param observer sees what it does
     * @param nanoTime a clock that only goes forward, for what is limited by the second
     */
    public SocketIoTransport(TransportSettings settings, TransportObserver observer, LongSupplier nanoTime) {
        this.settings = settings;
        this.observer = observer;
        this.nanoTime = nanoTime;
    }

    @Override
    public void start(ClientListener listener) {
        synchronized (lifecycle) {
            if (running != null || closing) {
                throw new IllegalStateException("a transport is started once");
            }
            var opened = new CompletableFuture<Running>();
            daemon("plugin-io-socket-start", () -> {
                try {
                    opened.complete(open(listener));
                } catch (Throwable e) {
                    opened.completeExceptionally(e);
                }
            });
            running = result(opened);
            Hub clients = running.hub();
            clients.guardOffsets(guarding);
            hub = clients;
        }
    }

    private static Running result(CompletableFuture<Running> opened) {
        try {
            return opened.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException known) {
                throw known;
            }
            throw e;
        }
    }

    private Running open(ClientListener listener) {
        int threads = Math.min(MAX_LOOPS, Runtime.getRuntime().availableProcessors());
        var server = new Server(configuration(), threads);
        try {
            return open(server, listener);
        } catch (Throwable e) {
            server.stop();
            throw e;
        }
    }

    private Running open(Server server, ClientListener listener) {
        var clients = new Hub(settings.namespaces(), server.loops(), observer, nanoTime);
        var doorkeeper = new Doorkeeper(settings.limits(), nanoTime);
        var sessions = new Sessions(new SecureRandom(), doorkeeper);
        var surroundings = new Surroundings(
                settings,
                observer,
                listener,
                clients,
                sessions,
                (path, untrusted, authorization) -> pages.get(path, untrusted, authorization),
                nanoTime);
        TransportSettings.Tls tls = settings.tls();
        server.setPipelineFactory(new Pipeline(surroundings, tls == null ? null : Certificates.load(tls)));
        var bound = server.startAsync().awaitUninterruptibly();
        if (!bound.isSuccess()) {
            String address = settings.host() + ":" + settings.port();
            throw new TransportException(
                    "cannot listen on " + address + ", which socket.serverOptions name by host and port: "
                            + bound.cause().getMessage(),
                    bound.cause());
        }
        return new Running(server, clients, sessions, surroundings, server.address());
    }

    @Override
    public void guardOffsets(boolean guarded) {
        synchronized (lifecycle) {
            guarding = guarded;
            Hub clients = hub;
            if (clients != null) {
                clients.guardOffsets(guarded);
            }
        }
    }

    @Override
    public void serve(Pages changed) {
        pages = changed;
    }

    @Override
    public void reconfigure(TransportSettings changed) {
        synchronized (lifecycle) {
            Running current = running;
            if (current == null) {
                settings = changed;
            } else {
                settings = changed.reachedAs(settings);
                current.surroundings().reconfigure(settings);
            }
        }
    }

    /** How many sessions are open. */
    int connections() {
        Running current = running;
        return current == null ? 0 : current.sessions().all().size();
    }

    /** How many TCP connections are open. */
    int sockets() {
        Running current = running;
        return current == null ? 0 : current.server().channels().size();
    }

    /** How many bytes wait to be written to connections that do not take them, if they are too many for one of them. */
    long backlog() {
        Running current = running;
        return current == null
                ? 0
                : current.server().channels().stream()
                        .mapToLong(Channel::bytesBeforeWritable)
                        .sum();
    }

    /** How many addresses are remembered. */
    int remembered() {
        Running current = running;
        return current == null ? 0 : current.sessions().doorkeeper().remembered();
    }

    private Configuration configuration() {
        var sockets = new SocketConfig();
        sockets.setReuseAddress(true);
        sockets.setTcpKeepAlive(true);
        sockets.setAcceptBackLog(BACKLOG);
        var configuration = new Configuration();
        configuration.setHostname(settings.host());
        configuration.setPort(settings.port());
        configuration.setSocketConfig(sockets);
        return configuration;
    }

    @Override
    public InetSocketAddress address() {
        Running current = running;
        if (current == null) {
            throw new IllegalStateException("the transport is not open");
        }
        return current.address();
    }

    @Override
    public int send(Emission emission) {
        Running current = running;
        return current == null ? 0 : current.hub().send(emission);
    }

    @Override
    public void end(Emission last) {
        Running current = running;
        if (current != null) {
            current.hub().end(last);
        }
    }

    @Override
    public Optional<Client> find(String id) {
        Running current = running;
        return current == null ? Optional.empty() : current.hub().find(id);
    }

    @Override
    public List<Client> members(Audience audience) {
        Running current = running;
        return current == null ? List.of() : current.hub().members(audience);
    }

    @Override
    public Map<Room, Integer> rooms(String namespace) {
        Running current = running;
        return current == null ? Map.of() : current.hub().rooms(namespace);
    }

    @Override
    public Set<String> namespaces() {
        Running current = running;
        return current == null ? Set.of() : current.hub().namespaces();
    }

    @Override
    public CompletionStage<Void> settled() {
        Running current = running;
        var settled = new CompletableFuture<Void>();
        if (current == null) {
            settled.complete(null);
        } else {
            // not on an event loop: whoever waits for this may hold up the thread
            CompletableFuture.anyOf(current.hub().settled(), ended)
                    .thenRun(() -> daemon("plugin-io-socket-settled", () -> settled.complete(null)));
        }
        return settled;
    }

    @Override
    public void close() {
        Running current;
        synchronized (lifecycle) {
            current = running;
            running = null;
            if (!closing) {
                closing = true;
                daemon("plugin-io-socket-stop", () -> {
                    try {
                        shut(current);
                    } finally {
                        ended.complete(null);
                        closed.countDown();
                    }
                });
            }
        }
        Hub clients = hub;
        // a listener that closes the transport on one of its own threads cannot wait for that very thread
        if (clients == null || !clients.isLoopThread()) {
            awaitClosed();
        }
    }

    /**
     * Waits until the last thread of Netty has ended, which is about a second after the last transport was closed. To be
     * called before the plugin's classes are given up, which that thread holds on to.
     */
    public static void awaitLastThread() {
        Server.awaitHelper();
    }

    private static void shut(@Nullable Running current) {
        if (current == null) {
            return;
        }
        current.server().closeDoor();
        for (Session session : current.sessions().all()) {
            session.loop().submit(() -> session.close("server shutting down", Session.Farewell.DRAINED));
        }
        current.sessions().awaitNone(GOODBYE_SECONDS);
        current.server().stop();
    }

    private static void daemon(String name, Runnable task) {
        var thread = new Thread(null, task, name, 0, false);
        thread.setDaemon(true);
        thread.start();
    }

    private void awaitClosed() {
        try {
            if (!closed.await(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                LOG.error("the Socket.IO transport is still closing after {} s", CLOSE_SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
