package dev.pluginio.bench;

import dev.pluginio.access.AccessCache;
import dev.pluginio.access.Difference;
import dev.pluginio.access.Exposures;
import dev.pluginio.access.PermissionRule;
import dev.pluginio.api.content.ContentCatalog;
import dev.pluginio.api.host.HostCms;
import dev.pluginio.api.realtime.Envelope;
import dev.pluginio.capture.jpa.JpaHost;
import dev.pluginio.delivery.DeliverySettings;
import dev.pluginio.delivery.Rules;
import dev.pluginio.delivery.Shape;
import dev.pluginio.log.EventLog;
import dev.pluginio.monitor.Counters;
import dev.pluginio.session.Enforcement;
import dev.pluginio.session.SessionSettings;
import dev.pluginio.session.Sessions;
import dev.pluginio.session.handlers.HandlerObserver;
import dev.pluginio.session.handlers.Handlers;
import dev.pluginio.session.handlers.Surroundings;
import dev.pluginio.transport.Audience;
import dev.pluginio.transport.TransportObserver;
import dev.pluginio.transport.TransportSettings;
import dev.pluginio.transport.socketio.SocketIoTransport;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.BiFunction;

/** The plugin on a host's database, from capture to a port that clients can connect to. */
final class Running implements AutoCloseable {

    private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(1);
    private final ExecutorService blocking = Executors.newFixedThreadPool(2);
    private final SocketIoTransport transport =
            new SocketIoTransport(anyPort(), TransportObserver.NONE, System::nanoTime);
    private final Captured plugin;

    /**
     * Starts.
     *
     * @param opening opens the log
     * @param isPopulated whether articles bring author, category and tags
     */
    Running(Host host, BiFunction<JpaHost, Counters, EventLog> opening, boolean isPopulated) {
        plugin = new Captured(host, transport, timer, opening, isPopulated);
        Stages stages = plugin.stages();
        Enforcement enforcement = new Enforcement(
                new Enforcement.Parts(
                        host,
                        stages.access(),
                        new Difference(() -> stages.exposures().catalog()),
                        stages.attendance(),
                        stages.audiences(),
                        stages.log(),
                        transport),
                blocking,
                timer,
                Clock.systemUTC(),
                stages.counters());
        transport.start(new Sessions(
                SessionSettings.defaults(),
                handlers(timer, host, stages.access()),
                host,
                enforcement,
                stages.attendance(),
                blocking,
                Clock.systemUTC(),
                stages.counters()));
    }

    private static Handlers handlers(ScheduledExecutorService timer, HostCms host, AccessCache access) {
        Rules rules = Rules.of(
                new DeliverySettings(Envelope.DATA, Shape.FLAT, List.of()),
                new Exposures(ContentCatalog.of(List.of()), List.of(), PermissionRule.ACTION));
        return new Handlers(
                Handlers.Settings.defaults(),
                () -> rules,
                new Surroundings(
                        () -> {
                            throw new IllegalStateException("nothing is sent by handlers here");
                        },
                        host,
                        access),
                plugin -> Thread::new,
                timer,
                System::nanoTime,
                HandlerObserver.NONE);
    }

    private static TransportSettings anyPort() {
        TransportSettings usual = TransportSettings.defaults();
        return usual.withAddress(usual.host(), 0).withNamespaces(Set.of(Audience.ROOT));
    }

    InetSocketAddress address() {
        return transport.address();
    }

    Stages stages() {
        return plugin.stages();
    }

    @Override
    public void close() {
        plugin.close();
        transport.close();
        blocking.shutdownNow();
        timer.shutdownNow();
    }
}
