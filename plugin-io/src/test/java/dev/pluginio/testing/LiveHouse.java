package dev.pluginio.testing;

import dev.pluginio.access.AccessCache;
import dev.pluginio.access.Difference;
import dev.pluginio.access.Exposures;
import dev.pluginio.access.PermissionRule;
import dev.pluginio.api.access.AccessChange;
import dev.pluginio.api.access.Authenticator;
import dev.pluginio.api.event.ContentChange;
import dev.pluginio.api.realtime.Envelope;
import dev.pluginio.delivery.Attendance;
import dev.pluginio.delivery.Audiences;
import dev.pluginio.delivery.Delivery;
import dev.pluginio.delivery.DeliveryObserver;
import dev.pluginio.delivery.DeliverySettings;
import dev.pluginio.delivery.Rules;
import dev.pluginio.delivery.Shape;
import dev.pluginio.log.Announcement;
import dev.pluginio.log.Offsets;
import dev.pluginio.log.memory.MemoryEventLog;
import dev.pluginio.monitor.Counters;
import dev.pluginio.session.Enforcement;
import dev.pluginio.session.SessionSettings;
import dev.pluginio.session.Sessions;
import dev.pluginio.transport.TransportSettings;
import dev.pluginio.transport.socketio.SocketIoTransport;
import io.socket.client.IO;
import io.socket.client.Socket;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** All stages but capture on a real network, with articles that are heard of by those who may find them. */
public final class LiveHouse implements AutoCloseable {

    private static final Duration LONG = Duration.ofMinutes(30);

    public final SocketIoTransport transport;
    public final MemoryEventLog log;
    public final Sessions sessions;

    private final Enforcement enforcement;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final ExecutorService enforcing = Executors.newSingleThreadExecutor();

    public LiveHouse(Authenticator host, TablePolicy policy) {
        Counters counters = new Counters();
        AccessCache access = new AccessCache(policy, System::nanoTime);
        Attendance attendance = new Attendance();
        Rules rules = Rules.of(
                new DeliverySettings(Envelope.DATA, Shape.FLAT, List.of()),
                new Exposures(Blog.CATALOG, List.of(Blog.articles(PermissionRule.FIND)), PermissionRule.FIND));
        Audiences audiences = new Audiences(() -> rules, access, attendance);
        transport = new SocketIoTransport(
                TransportSettings.defaults()
                        .withAddress("127.0.0.1", 0)
                        .withTimes(LONG, LONG, Duration.ofSeconds(30))
                        .withSizes(1_000_000, 16_000_000),
                counters,
                System::nanoTime);
        log = new MemoryEventLog(
                MemoryEventLog.Settings.defaults(),
                new Offsets(new SecureRandom()),
                Clock.systemUTC(),
                Executors.defaultThreadFactory(),
                counters);
        enforcement = new Enforcement(
                new Enforcement.Parts(
                        host, access, new Difference(() -> Blog.CATALOG), attendance, audiences, log, transport),
                enforcing,
                timer,
                Clock.systemUTC(),
                counters);
        sessions = new Sessions(
                SessionSettings.defaults(),
                TestHandlers.with(timer),
                host,
                enforcement,
                attendance,
                Runnable::run,
                Clock.systemUTC(),
                counters);
        log.start(new Delivery(() -> rules, audiences, transport, DeliveryObserver.NONE));
        enforcement.start();
        transport.start(sessions);
    }

    public int port() {
        return transport.address().getPort();
    }

    /** An official client that is not connected yet and stays away once it was disconnected. */
    public Socket socket(String strategy, String token, String carrier) {
        IO.Options options = IO.Options.builder()
                .setForceNew(true)
                .setTransports(new String[] {carrier})
                .setAuth(Map.of("strategy", strategy, "token", token))
                .build();
        return IO.socket(URI.create("http://127.0.0.1:" + port()), options);
    }

    /** The host tells of a change of rights. */
    public CompletionStage<Void> tell(AccessChange change) {
        return enforcement.changed(change);
    }

    /** The same; waits until it acts. */
    public void changed(AccessChange change) throws Exception {
        tell(change).toCompletableFuture().get(60, TimeUnit.SECONDS);
    }

    /** The host commits a change of the first article. */
    public void update(String title) {
        log.append(Announcement.of(
                ContentChange.updated(Blog.ARTICLE, Blog.published(1, "before"), Blog.published(1, title))));
    }

    /** Waits until all that was appended is written, or waits for clients. */
    public void allOut() throws Exception {
        log.afterAppended(() -> "read").get(60, TimeUnit.SECONDS);
        transport.settled().toCompletableFuture().get(60, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        transport.close();
        log.close();
        timer.shutdownNow();
        enforcing.shutdownNow();
    }
}
