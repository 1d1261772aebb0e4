package dev.pluginio;

import dev.pluginio.ConfigurationSource.Configured;
import dev.pluginio.access.AccessCache;
import dev.pluginio.access.Difference;
import dev.pluginio.access.Exposure;
import dev.pluginio.access.Exposures;
import dev.pluginio.api.access.ApiToken;
import dev.pluginio.api.access.Role;
import dev.pluginio.api.content.ContentType;
import dev.pluginio.api.event.ContentEvent;
import dev.pluginio.api.host.BulkChanges;
import dev.pluginio.api.host.ContentLifecycle;
import dev.pluginio.api.host.HostCms;
import dev.pluginio.api.realtime.IoService;
import dev.pluginio.api.realtime.RoomPolicy;
import dev.pluginio.capture.CaptureParts;
import dev.pluginio.capture.Interest;
import dev.pluginio.capture.Sequencer;
import dev.pluginio.capture.jpa.JpaHost;
import dev.pluginio.config.IoConfiguration;
import dev.pluginio.config.IoSettings;
import dev.pluginio.delivery.Attendance;
import dev.pluginio.delivery.AudienceRules;
import dev.pluginio.delivery.Audiences;
import dev.pluginio.delivery.Delivery;
import dev.pluginio.delivery.EntityDelivery;
import dev.pluginio.delivery.Holds;
import dev.pluginio.delivery.PayloadTransformers;
import dev.pluginio.delivery.Rules;
import dev.pluginio.delivery.Standings;
import dev.pluginio.delivery.Visibility;
import dev.pluginio.describe.Documents;
import dev.pluginio.log.Announcement;
import dev.pluginio.log.EventLog;
import dev.pluginio.log.Offsets;
import dev.pluginio.log.memory.MemoryEventLog;
import dev.pluginio.monitor.Counters;
import dev.pluginio.monitor.LogLevels;
import dev.pluginio.service.Entities;
import dev.pluginio.service.RealtimeService;
import dev.pluginio.session.Enforcement;
import dev.pluginio.session.Session;
import dev.pluginio.session.Sessions;
import dev.pluginio.session.entities.SubscriptionRequests;
import dev.pluginio.session.entities.Subscriptions;
import dev.pluginio.session.handlers.ContentListeners;
import dev.pluginio.session.handlers.Handlers;
import dev.pluginio.session.handlers.Surroundings;
import dev.pluginio.session.rooms.PrivateMessages;
import dev.pluginio.session.rooms.RoomRequests;
import dev.pluginio.session.rooms.Rulings;
import dev.pluginio.transport.Audience;
import dev.pluginio.transport.Transport;
import dev.pluginio.transport.socketio.SocketIoTransport;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
    private final Clock clock = Clock.systemUTC();
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
        } catch (RuntimeException | LinkageError e) {
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

        LogLevels levels = opened(new LogLevels(LoggerFactory.getILoggerFactory()));
        levels.reconfigure(configuration.logLevel());
        Threads threads = opened(new Threads());
        AccessCache access = new AccessCache(host.permissions(), System::nanoTime);
        Attendance attendance = new Attendance();
        AtomicReference<Rules> current = new AtomicReference<>(rulesOf(configured));
        Supplier<Rules> rules = current::get;
        Audiences audiences = new Audiences(rules, access, attendance);
        Handlers handlers = opened(handlers(host, access, settings, threads, rules));
        Transport transport = opened(new SocketIoTransport(settings.transport(), counters, System::nanoTime));
        EventLog log = opened(new MemoryEventLog(
                MemoryEventLog.Settings.defaults(),
                new Offsets(new SecureRandom()),
                clock,
                Threads.named("delivery"),
                counters));
        Enforcement enforcement = new Enforcement(
                new Enforcement.Parts(
                        host.authenticator(),
                        access,
                        new Difference(() -> rules.get().exposures().catalog()),
                        attendance,
                        audiences,
                        log,
                        transport),
                threads.enforcing(),
                threads.timer(),
                clock,
                counters);
        Sessions sessions = new Sessions(
                settings.sessions(),
                handlers,
                host.authenticator(),
                enforcement,
                attendance,
                threads.blocking(),
                clock,
                counters);
        AudienceRules audienceRules =
                new AudienceRules(() -> rules.get().exposures().catalog(), System::nanoTime, counters);
        PayloadTransformers transformers = new PayloadTransformers(System::nanoTime);
        ContentListeners listeners = new ContentListeners();
        Standings standings = new Standings(audienceRules::needs);
        Holds holds = new Holds();
        Delivery delivery =
                new Delivery(rules, audiences, audienceRules, transformers, standings, holds, transport, counters);
        log.start(readBy(delivery, listeners, sessions));

        CaptureParts parts = new CaptureParts(
                interestOf(rules, audiences, audienceRules, standings, listeners),
                new Sequencer(
                        log,
                        LONGEST_TICKET,
                        (delay, task) -> {
                            Future<?> unused = threads.timer().schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
                        },
                        counters),
                counters);
        HostSide listening = opened(HostSide.listen(host, jpa, configured, parts));
        hostSide = listening;
        Subscriptions subscriptions = new Subscriptions(
                settings.subscriptions(),
                new Subscriptions.Parts(
                        rules,
                        new Visibility(rules, audiences, audienceRules, transformers, counters),
                        standings,
                        holds,
                        new StoredSource(listening.stored(), host.reader().orElse(null), parts.sequencer()),
                        log,
                        threads.reading(),
                        threads.timer()));
        Rulings rulings = new Rulings(sessions.rooms(), () -> handlers.all(RoomPolicy.class));
        handlers.own(List.of(
                new RoomRequests(rulings, sessions::find),
                new PrivateMessages(rulings, sessions::find, () -> rules.get().json()),
                new SubscriptionRequests(subscriptions, sessions::find)));
        Documents documents = new Documents(
                host.authenticator(),
                access,
                rules,
                () -> handlers.handled(Audience.ROOT),
                threads.blocking(),
                version);
        documents.reconfigure(configuration.documents());
        transport.serve(documents);
        LiveConfiguration reading = new LiveConfiguration(
                host.pluginsConfig(),
                source,
                configured,
                changed -> {
                    listening.reconfigure(changed);
                    current.set(rulesOf(changed));
                    handlers.reconfigure(handling(changed.settings()));
                    handlers.reconfigure(changed.settings().arrangement());
                    sessions.reconfigure(changed.settings().sessions());
                    subscriptions.reconfigure(changed.settings().subscriptions());
                    transport.reconfigure(changed.settings().transport());
                    documents.reconfigure(changed.configuration().documents());
                    levels.reconfigure(changed.configuration().logLevel());
                    return settled(log, transport);
                },
                threads.configuring(),
                threads.callbacks());
        service = new RealtimeService(
                rules,
                audiences,
                listening.work(),
                log,
                transport,
                id -> sessions.find(id).map(Session::principal),
                new Entities(
                        sessions::find,
                        subscriptions,
                        new EntityDelivery(rules, audiences, audienceRules, standings, holds, transport)),
                reading::reload,
                threads.callbacks());
        opened(host.permissions()
                .addListener(change -> enforcement.changed(change).thenRunAsync(() -> {}, threads.callbacks())));
        enforcement.start();
        sessions.rooms().warnOfUnknown(access.rights().permissions().keySet());
        handlers.reconfigure(settings.arrangement());
        opened(new PluginExtensions(plugins, new Recipients(handlers, audienceRules, transformers, listeners)))
                .watch();
        transport.start(sessions);
        handlers.ready();
        opened(reading).watch(WATCHING);
        LOG.info(
                "plugin-io {} listens on {}://{}:{}{} and tells of {} to {} roles and {} API tokens; {}",
                version,
                settings.transport().tls() == null ? "http" : "https",
                transport.address().getHostString(),
                transport.address().getPort(),
                settings.transport().path(),
                settings.exposures().stream()
                        .map(Exposure::type)
                        .map(ContentType::uid)
                        .toList(),
                access.rights().count(Role.class),
                access.rights().count(ApiToken.class),
                listening.watching());
    }

    private static Rules rulesOf(Configured configured) {
        IoSettings settings = configured.settings();
        return Rules.of(
                settings.delivery(), new Exposures(configured.catalog(), settings.exposures(), settings.permission()));
    }

    private static Handlers.Settings handling(IoSettings settings) {
        return Handlers.Settings.defaults().forOne(settings.transport().limits().pendingAcks());
    }

    private Handlers handlers(
            HostCms host, AccessCache access, IoSettings settings, Threads threads, Supplier<Rules> rules) {
        return new Handlers(
                handling(settings),
                rules,
                new Surroundings(() -> Objects.requireNonNull(service, "the plugin has not started yet"), host, access),
                Threads::named,
                threads.timer(),
                System::nanoTime,
                counters);
    }

    private static Interest interestOf(
            Supplier<Rules> rules,
            Audiences audiences,
            AudienceRules audienceRules,
            Standings standings,
            ContentListeners listeners) {
        return new Interest() {
            @Override
            public Optional<Exposure> exposure(String uid) {
                return rules.get().exposures().configured(uid);
            }

            @Override
            public boolean isWanted(String uid) {
                return audiences.isHeard(uid) || isFollowed(uid);
            }

            @Override
            public boolean isFollowed(String uid) {
                return standings.isFollowed(uid) || listeners.isHeard(uid);
            }

            @Override
            public Set<String> needs(String uid) {
                Set<String> ruled = audienceRules.needs(uid);
                Set<String> heard = listeners.needs(uid);
                if (heard.isEmpty() || ruled.isEmpty()) {
                    return heard.isEmpty() ? ruled : heard;
                }
                return Stream.concat(ruled.stream(), heard.stream()).collect(Collectors.toUnmodifiableSet());
            }
        };
    }

    /** Clients that missed something are made to connect again, which tells them to reload. */
    private static EventLog.Reader readBy(Delivery delivery, ContentListeners listeners, Sessions sessions) {
        return new EventLog.Reader() {
            @Override
            public void next(Announcement announcement, ContentEvent event) {
                delivery.next(announcement, event);
                listeners.next(announcement, event);
            }

            @Override
            public void gap() {
                delivery.gap();
                listeners.gap();
                sessions.reconnectAll();
            }
        };
    }

    /** Completes when nothing can still be written that was begun before. */
    private static CompletionStage<Void> settled(EventLog log, Transport transport) {
        return log.<@Nullable Void>afterAppended(() -> null).thenCompose(done -> transport.settled());
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

    private <T extends AutoCloseable> T opened(T part) {
        started.push(part);
        return part;
    }

    @Override
    public void close() {
        stopAll();
        LOG.info("plugin-io stopped; it counted {}", counters);
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
    }
}
