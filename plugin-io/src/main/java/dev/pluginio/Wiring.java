package dev.pluginio;

import dev.pluginio.ConfigurationSource.Configured;
import dev.pluginio.access.Exposure;
import dev.pluginio.api.access.ApiToken;
import dev.pluginio.api.access.Role;
import dev.pluginio.api.content.ContentType;
import dev.pluginio.api.host.BulkChanges;
import dev.pluginio.api.host.ContentLifecycle;
import dev.pluginio.api.host.HostCms;
import dev.pluginio.api.realtime.IoService;
import dev.pluginio.capture.CaptureParts;
import dev.pluginio.capture.Sequencer;
import dev.pluginio.capture.jpa.JpaHost;
import dev.pluginio.config.IoConfiguration;
import dev.pluginio.config.IoSettings;
import dev.pluginio.describe.Documents;
import dev.pluginio.log.EventLog;
import dev.pluginio.log.Keepsakes;
import dev.pluginio.log.Offsets;
import dev.pluginio.log.Outbox;
import dev.pluginio.log.memory.MemoryEventLog;
import dev.pluginio.monitor.Counters;
import dev.pluginio.monitor.LogLevels;
import dev.pluginio.service.RealtimeService;
import dev.pluginio.session.handlers.Handlers;
import dev.pluginio.session.handlers.Surroundings;
import dev.pluginio.transport.Audience;
import dev.pluginio.transport.Transport;
import dev.pluginio.transport.socketio.SocketIoTransport;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.pf4j.PluginManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Builds the stages, starts them in order, and stops them in the reverse one. */
final class Wiring implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(IoPlugin.class);
    private static final Duration WATCHING = Duration.ofMillis(500);
    private static final Duration LONGEST_TICKET = Duration.ofSeconds(10);

    private final Counters counters = new Counters();
    private final Deque<AutoCloseable> started = new ArrayDeque<>();

    private @Nullable IoService service;
    private @Nullable HostSide hostSide;

    private Wiring() {}

    /**
     * Starts everything, or nothing.
     *
     * @param host what the plugin serves
     * @param plugins the other plugins
     * @param version the plugin's version, for the log
     * @throws RuntimeException if anything is wrong; nothing is left running then
     */
    static Wiring start(HostCms host, PluginManager plugins, String version) {
        Wiring wiring = new Wiring();
        try {
            wiring.build(host, plugins, version);
            return wiring;
        } catch (RuntimeException | Error e) {
            wiring.stopAll();
            throw e;
        }
    }

    private void build(HostCms host, PluginManager plugins, String version) {
        Optional<JpaHost> jpa = JpaHost.of(host);
        ConfigurationSource source = new ConfigurationSource(host, jpa, System.getenv());
        IoConfiguration configuration = source.load();
        if (!configuration.isEnabled()) {
            LOG.info("plugin-io {} is switched off by 'io.enabled' in {}", version, host.pluginsConfig());
            return;
        }
        Configured configured = source.check(configuration, null);
        IoSettings settings = configured.settings();

        opened(SocketIoTransport::awaitLastThread); // ends while all the rest is stopped
        LogLevels levels = opened(new LogLevels(LoggerFactory.getILoggerFactory()));
        levels.reconfigure(configuration.logLevel());
        Ground ground = new Ground(host, configured, opened(new Threads()), counters);
        Handlers handlers = opened(handlers(ground, settings));
        DurableLog durable = configuration.keepsLogInDatabase()
                ? opened(DurableLog.open(jpa, configuration, ground, Outgoing.keeping(settings)))
                : DurableLog.none(jpa);
        EventLog log = durable == null ? opened(memoryLog(ground, settings)) : durable.log();
        Keepsakes keepsakes = durable == null ? Keepsakes.NONE : opened(durable.keepsakes());
        Outgoing outgoing = outgoing(ground, log, settings);
        Sequencer sequencer = sequencer(ground, outgoing);
        Outbox outbox = durable == null ? Outbox.NONE : durable.outbox();
        HostSide listening = HostSide.listen(
                host,
                jpa,
                configured,
                new CaptureParts(outgoing.interest(), sequencer, ground.counters(), outbox),
                durable == null ? null : durable.predecessor());
        hostSide = durable == null ? opened(listening) : durable.writtenBy(listening);
        StoredSource stored = new StoredSource(listening.stored(), host.reader().orElse(null), sequencer);
        Incoming incoming = new Incoming(ground, outgoing, handlers, stored, keepsakes, settings);
        outgoing.start(incoming.sessions());
        Documents documents = documents(ground, handlers, configuration, version);
        outgoing.transport().serve(documents);
        LiveConfiguration reading = new LiveConfiguration(
                host.pluginsConfig(),
                source,
                configured,
                changed -> {
                    listening.reconfigure(changed);
                    ground.reconfigure(changed);
                    outgoing.reconfigure(changed.settings());
                    incoming.reconfigure(changed);
                    outgoing.transport().reconfigure(changed.settings().transport());
                    documents.reconfigure(changed.configuration().documents());
                    if (durable != null) {
                        durable.reconfigure(changed.configuration().handOver());
                    }
                    levels.reconfigure(changed.configuration().logLevel());
                    return outgoing.settled();
                },
                ground.threads().configuring(),
                ground.threads().callbacks());
        service = new RealtimeService(
                ground.rules(),
                ground.audiences(),
                listening.work(),
                outgoing.log(),
                outgoing.transport(),
                outgoing.catchUp().retained(),
                incoming::principal,
                incoming.absent(),
                incoming.entities(),
                reading::reload,
                ground.threads().callbacks());
        opened(host.permissions().addListener(incoming::changed));
        incoming.start();
        handlers.reconfigure(settings.arrangement());
        opened(new PluginExtensions(
                        plugins,
                        new Recipients(
                                handlers,
                                outgoing.audienceRules(),
                                outgoing.transformers(),
                                outgoing.listeners(),
                                outgoing.log())))
                .watch();
        outgoing.transport().start(incoming.sessions());
        handlers.ready();
        opened(reading).watch(WATCHING);
        if (durable != null) {
            durable.ready();
        }
        logStart(version, ground, outgoing, settings, listening);
    }

    private static void logStart(
            String version, Ground ground, Outgoing outgoing, IoSettings settings, HostSide listening) {
        LOG.info(
                "plugin-io {} listens on {}://{}:{}{} and tells of {} to {} roles and {} API tokens; {}",
                version,
                settings.transport().tls() == null ? "http" : "https",
                outgoing.transport().address().getHostString(),
                outgoing.transport().address().getPort(),
                settings.transport().path(),
                settings.exposures().stream()
                        .map(Exposure::type)
                        .map(ContentType::uid)
                        .toList(),
                ground.access().rights().count(Role.class),
                ground.access().rights().count(ApiToken.class),
                listening.watching());
    }

    private Handlers handlers(Ground ground, IoSettings settings) {
        return new Handlers(
                Incoming.handling(settings),
                ground.rules(),
                new Surroundings(
                        () -> Objects.requireNonNull(service, "the plugin has not started yet"),
                        ground.host(),
                        ground.access()),
                Threads::named,
                ground.threads().timer(),
                System::nanoTime,
                ground.counters());
    }

    private Outgoing outgoing(Ground ground, EventLog log, IoSettings settings) {
        Transport transport = opened(new SocketIoTransport(settings.transport(), ground.counters(), System::nanoTime));
        return new Outgoing(ground, log, transport, settings);
    }

    private static EventLog memoryLog(Ground ground, IoSettings settings) {
        return new MemoryEventLog(
                MemoryEventLog.Settings.defaults().keeping(Outgoing.keeping(settings)),
                new Offsets(new SecureRandom()),
                ground.clock(),
                Threads.named("delivery"),
                ground.counters());
    }

    private static Sequencer sequencer(Ground ground, Outgoing outgoing) {
        return new Sequencer(
                outgoing.log(),
                LONGEST_TICKET,
                (delay, task) -> {
                    Future<?> unused = ground.threads().timer().schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
                },
                ground.counters());
    }

    private static Documents documents(
            Ground ground, Handlers handlers, IoConfiguration configuration, String version) {
        Documents documents = new Documents(
                ground.host().authenticator(),
                ground.access(),
                ground.rules(),
                () -> handlers.handled(Audience.ROOT),
                ground.threads().blocking(),
                version);
        documents.reconfigure(configuration.documents());
        return documents;
    }

    /** The realtime service; empty if the plugin is switched off. */
    Optional<IoService> service() {
        return Optional.ofNullable(service);
    }

    /** The door for hosts that tell of their changes; empty if the plugin is switched off. */
    Optional<ContentLifecycle> lifecycle() {
        return Optional.ofNullable(hostSide).map(HostSide::lifecycle);
    }

    /** The helper for bulk statements; empty if the plugin is switched off, or this is no JPA host. */
    Optional<BulkChanges> bulk() {
        return Optional.ofNullable(hostSide).flatMap(HostSide::bulk);
    }

    /** The host did something, while the plugin did not run, that can only be captured while it does. */
    void missed() {
        HostSide left = hostSide;
        if (left != null) {
            left.missed();
        }
    }

    private <T extends AutoCloseable> T opened(T part) {
        started.push(part);
        return part;
    }

    @Override
    public void close() {
        stopAll();
        LOG.info("plugin-io stopped; it counted {}, which limits and violations: {}", counters, counters.offences());
    }

    private void stopAll() {
        while (!started.isEmpty()) {
            AutoCloseable part = started.pop();
            try {
                part.close();
            } catch (Exception e) {
                LOG.warn("{} could not be stopped", part.getClass().getName(), e);
            }
        }
        RecordTraces.wipe();
    }
}
