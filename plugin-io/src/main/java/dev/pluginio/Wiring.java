package dev.pluginio;

import dev.pluginio.access.AccessCache;
import dev.pluginio.access.Difference;
import dev.pluginio.access.Exposure;
import dev.pluginio.access.Exposures;
import dev.pluginio.access.ListedEntity;
import dev.pluginio.api.access.ApiToken;
import dev.pluginio.api.access.Role;
import dev.pluginio.api.content.ContentCatalog;
import dev.pluginio.api.content.ContentType;
import dev.pluginio.api.content.Entry;
import dev.pluginio.api.event.ContentEvent;
import dev.pluginio.api.host.BulkChanges;
import dev.pluginio.api.host.ContentLifecycle;
import dev.pluginio.api.host.HostCms;
import dev.pluginio.api.realtime.AudienceRule;
import dev.pluginio.api.realtime.IoService;
import dev.pluginio.api.realtime.PayloadTransformer;
import dev.pluginio.capture.CaptureParts;
import dev.pluginio.capture.HostTransaction;
import dev.pluginio.capture.HostTransactions;
import dev.pluginio.capture.Interest;
import dev.pluginio.capture.LifecycleCapture;
import dev.pluginio.capture.Sequencer;
import dev.pluginio.capture.jpa.JpaCapture;
import dev.pluginio.capture.jpa.JpaHost;
import dev.pluginio.config.IoConfiguration;
import dev.pluginio.config.IoSettings;
import dev.pluginio.delivery.Attendance;
import dev.pluginio.delivery.AudienceRules;
import dev.pluginio.delivery.Audiences;
import dev.pluginio.delivery.Contribution;
import dev.pluginio.delivery.Delivery;
import dev.pluginio.delivery.PayloadTransformers;
import dev.pluginio.delivery.Rules;
import dev.pluginio.log.Announcement;
import dev.pluginio.log.EventLog;
import dev.pluginio.log.Offsets;
import dev.pluginio.log.memory.MemoryEventLog;
import dev.pluginio.monitor.Counters;
import dev.pluginio.service.HostWork;
import dev.pluginio.service.RealtimeService;
import dev.pluginio.session.Enforcement;
import dev.pluginio.session.Session;
import dev.pluginio.session.Sessions;
import dev.pluginio.session.handlers.Handlers;
import dev.pluginio.session.handlers.Surroundings;
import dev.pluginio.session.rooms.RoomRequests;
import dev.pluginio.transport.Transport;
import dev.pluginio.transport.socketio.SocketIoTransport;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.pf4j.PluginManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Builds the stages, starts them in order, and stops them in the reverse one. */
final class Wiring implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(IoPlugin.class);
    private static final Duration LONGEST_TICKET = Duration.ofSeconds(10);

    private final Counters counters = new Counters();
    private final Clock clock = Clock.systemUTC();
    private final Deque<AutoCloseable> started = new ArrayDeque<>();

    private @Nullable IoService service;
    private @Nullable ContentLifecycle lifecycle;
    private @Nullable BulkChanges bulk;

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
        IoConfiguration configuration = IoConfiguration.load(host.pluginsConfig(), System.getenv());
        if (!configuration.isEnabled()) {
            LOG.info("plugin-io {} is switched off by 'io.enabled' in {}", version, host.pluginsConfig());
            return;
        }
        Optional<JpaHost> jpa = JpaHost.of(host);
        ContentCatalog catalog = catalogOf(host, jpa, configuration);
        IoSettings settings = configuration.resolve(catalog, missing(jpa, configuration.listedEntities()));

        Threads threads = opened(new Threads());
        AccessCache access = new AccessCache(host.permissions(), System::nanoTime);
        Attendance attendance = new Attendance();
        AtomicReference<Rules> current = new AtomicReference<>(rulesOf(settings, catalog));
        Supplier<Rules> rules = current::get;
        Audiences audiences = new Audiences(rules, access, attendance);
        Handlers handlers = opened(handlers(host, access, settings, threads, rules));
        handlers.own(List.of(new RoomRequests()));
        Transport transport = opened(new SocketIoTransport(settings.transport(), counters, System::nanoTime));
        EventLog log = opened(new MemoryEventLog(
                MemoryEventLog.Settings.defaults(),
                new Offsets(new SecureRandom()),
                clock,
                Threads.named("delivery"),
                counters));
        Enforcement enforcement = new Enforcement(
                new Enforcement.Parts(
                        host.authenticator(), access, new Difference(catalog), attendance, log, transport),
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
        AudienceRules audienceRules = new AudienceRules(catalog, System::nanoTime, counters);
        PayloadTransformers transformers = new PayloadTransformers(System::nanoTime);
        Delivery delivery = new Delivery(rules, audiences, audienceRules, transformers, transport, counters);
        log.start(readBy(delivery, sessions));

        CaptureParts parts = new CaptureParts(
                interestOf(rules, audiences, audienceRules),
                new Sequencer(
                        log,
                        LONGEST_TICKET,
                        (delay, task) -> {
                            Future<?> unused = threads.timer().schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
                        },
                        counters),
                counters);
        HostTransactions transactions = captured(host, jpa, configuration, catalog, parts);
        service = new RealtimeService(
                rules,
                audiences,
                workOf(transactions),
                log,
                transport,
                id -> sessions.find(id).map(Session::principal),
                threads.callbacks());
        opened(host.permissions()
                .addListener(change -> enforcement.changed(change).thenRunAsync(() -> {}, threads.callbacks())));
        enforcement.start();
        opened(new PluginExtensions(plugins, offers -> {
                    handlers.offer(offers);
                    audienceRules.offer(contributed(handlers, AudienceRule.class));
                    transformers.offer(contributed(handlers, PayloadTransformer.class));
                }))
                .watch();
        transport.start(sessions);
        LOG.info(
                "plugin-io {} listens on http://{}:{}{} and tells of {} to {} roles and {} API tokens; {}",
                version,
                transport.address().getHostString(),
                transport.address().getPort(),
                settings.transport().path(),
                settings.exposures().stream()
                        .map(Exposure::type)
                        .map(ContentType::uid)
                        .toList(),
                access.rights().count(Role.class),
                access.rights().count(ApiToken.class),
                watching(host, jpa));
    }

    private static <T> List<Contribution<T>> contributed(Handlers handlers, Class<T> point) {
        return handlers.all(point).stream()
                .flatMap(bound -> Optional.ofNullable(bound.extension()).stream()
                        .map(extension -> new Contribution<>(bound.plugin(), extension)))
                .toList();
    }

    private static Rules rulesOf(IoSettings settings, ContentCatalog catalog) {
        return Rules.of(settings.delivery(), new Exposures(catalog, settings.exposures(), settings.permission()));
    }

    private Handlers handlers(
            HostCms host, AccessCache access, IoSettings settings, Threads threads, Supplier<Rules> rules) {
        return new Handlers(
                Handlers.Settings.defaults()
                        .forOne(settings.transport().limits().pendingAcks()),
                rules,
                new Surroundings(() -> Objects.requireNonNull(service, "the plugin has not started yet"), host, access),
                Threads::named,
                threads.timer(),
                System::nanoTime,
                counters);
    }

    private static ContentCatalog catalogOf(HostCms host, Optional<JpaHost> jpa, IoConfiguration configuration) {
        try {
            return host.catalog()
                    .or(() -> jpa.map(found -> found.catalog(configuration.listedEntities())))
                    .orElseThrow(
                            () -> new IllegalStateException("the host gives no content types: its HostCms must give a"
                                    + " catalog(), or unwrap() an EntityManagerFactory of Hibernate whose entities are annotated"
                                    + " with @ContentType"));
        } catch (IllegalArgumentException e) {
            throw configuration.refused(String.valueOf(e.getMessage()));
        }
    }

    private static List<ListedEntity> missing(Optional<JpaHost> jpa, List<ListedEntity> listed) {
        return jpa.map(found -> found.missing(listed)).orElse(listed);
    }

    private HostTransactions captured(
            HostCms host,
            Optional<JpaHost> jpa,
            IoConfiguration configuration,
            ContentCatalog catalog,
            CaptureParts parts) {
        LifecycleCapture told = new LifecycleCapture(catalog, parts);
        lifecycle = told;
        List<HostTransactions> all = new ArrayList<>();
        jpa.ifPresent(found -> {
            JpaCapture capture = opened(found.attach(
                    catalog,
                    configuration.listedEntities(),
                    parts,
                    host.statementWatch().orElse(null)));
            bulk = capture.bulkChanges();
            all.add(capture);
        });
        all.add(told);
        return HostTransactions.of(all);
    }

    private static String watching(HostCms host, Optional<JpaHost> jpa) {
        if (jpa.isEmpty()) {
            return "the host tells of its changes itself";
        }
        return host.statementWatch().isPresent()
                ? "bulk statements are watched"
                : "bulk statements are not watched (the host gives no StatementWatch)";
    }

    private static Interest interestOf(Supplier<Rules> rules, Audiences audiences, AudienceRules audienceRules) {
        return new Interest() {
            @Override
            public Optional<Exposure> exposure(String uid) {
                return rules.get().exposures().configured(uid);
            }

            @Override
            public boolean isWanted(String uid) {
                return audiences.isHeard(uid);
            }

            @Override
            public Set<String> needs(String uid) {
                return audienceRules.needs(uid);
            }
        };
    }

    private static HostWork workOf(HostTransactions transactions) {
        return new HostWork() {
            @Override
            public boolean announceWithin(@Nullable Object handle, Announcement announcement) {
                if (handle == null) {
                    return transactions
                            .current()
                            .filter(transaction -> transaction.announce(announcement))
                            .isPresent();
                }
                HostTransaction named = transactions
                        .of(handle)
                        .orElseThrow(
                                () -> new IllegalArgumentException("within(…) needs an EntityManager with an active"
                                        + " transaction, or a ContentLifecycle.Transaction that has not ended; it got a "
                                        + handle.getClass().getName()));
                return named.announce(announcement);
            }

            @Override
            public Optional<Entry> read(Object entity, Exposure exposure) {
                return transactions.read(entity, exposure);
            }
        };
    }

    /** Clients that missed something are made to connect again, which tells them to reload. */
    private static EventLog.Reader readBy(Delivery delivery, Sessions sessions) {
        return new EventLog.Reader() {
            @Override
            public void next(Announcement announcement, ContentEvent event) {
                delivery.next(announcement, event);
            }

            @Override
            public void gap() {
                delivery.gap();
                sessions.reconnectAll();
            }
        };
    }

    /** The realtime service; empty if the plugin is switched off. */
    Optional<IoService> service() {
        return Optional.ofNullable(service);
    }

    /** The door for hosts that tell of their changes; empty if the plugin is switched off. */
    Optional<ContentLifecycle> lifecycle() {
        return Optional.ofNullable(lifecycle);
    }

    /** The helper for bulk statements; empty if the plugin is switched off, or this is no JPA host. */
    Optional<BulkChanges> bulk() {
        return Optional.ofNullable(bulk);
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
