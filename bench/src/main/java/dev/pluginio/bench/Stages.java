package dev.pluginio.bench;

import dev.pluginio.access.AccessCache;
import dev.pluginio.access.Exposure;
import dev.pluginio.access.Exposures;
import dev.pluginio.access.PermissionRule;
import dev.pluginio.api.access.PermissionPolicy;
import dev.pluginio.api.content.ContentCatalog;
import dev.pluginio.api.content.Entry;
import dev.pluginio.api.realtime.Envelope;
import dev.pluginio.api.realtime.IoService;
import dev.pluginio.delivery.Attendance;
import dev.pluginio.delivery.AudienceRules;
import dev.pluginio.delivery.Audiences;
import dev.pluginio.delivery.Delivery;
import dev.pluginio.delivery.DeliverySettings;
import dev.pluginio.delivery.Redaction;
import dev.pluginio.delivery.Rules;
import dev.pluginio.delivery.Shape;
import dev.pluginio.log.Announcement;
import dev.pluginio.log.EventLog;
import dev.pluginio.log.Offsets;
import dev.pluginio.log.memory.MemoryEventLog;
import dev.pluginio.monitor.Counters;
import dev.pluginio.service.HostWork;
import dev.pluginio.service.RealtimeService;
import dev.pluginio.transport.Transport;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The stages behind capture, joined as the plugin joins them, around a transport of the caller's. */
final class Stages implements AutoCloseable {

    private static final List<String> SENSITIVE =
            List.of("password", "secret", "token", "apiKey", "privateKey", "salt");

    private final Counters counters = new Counters();
    private final Attendance attendance = new Attendance();
    private final Exposures exposures;
    private final AccessCache access;
    private final Audiences audiences;
    private final EventLog log;
    private final Delivery delivery;
    private final IoService service;

    /** Makes them, with a log in memory that keeps nothing. */
    Stages(ContentCatalog catalog, List<Exposure> sent, PermissionPolicy policy, Transport transport) {
        this(catalog, sent, policy, transport, Stages::inMemory);
    }

    Stages(
            ContentCatalog catalog,
            List<Exposure> sent,
            PermissionPolicy policy,
            Transport transport,
            Function<Counters, EventLog> opening) {
        exposures = new Exposures(catalog, sent, PermissionRule.FIND);
        access = new AccessCache(policy, System::nanoTime);
        Rules rules = Rules.of(new DeliverySettings(Envelope.DATA, Shape.FLAT, SENSITIVE), exposures);
        audiences = new Audiences(() -> rules, access, attendance);
        log = opening.apply(counters);
        log.trim(new Redaction(() -> rules, new AudienceRules(() -> catalog, System::nanoTime, counters)));
        delivery = new Delivery(() -> rules, audiences, transport, counters);
        service = new RealtimeService(
                () -> rules,
                audiences,
                new NoTransactions(),
                log,
                transport,
                id -> Optional.empty(),
                CompletableFuture::new,
                Runnable::run);
        log.start(delivery);
    }

    static EventLog inMemory(Counters counters) {
        return new MemoryEventLog(
                MemoryEventLog.Settings.defaults(),
                new Offsets(new SecureRandom()),
                Clock.systemUTC(),
                Executors.defaultThreadFactory(),
                counters);
    }

    Counters counters() {
        return counters;
    }

    Attendance attendance() {
        return attendance;
    }

    AccessCache access() {
        return access;
    }

    Exposures exposures() {
        return exposures;
    }

    Audiences audiences() {
        return audiences;
    }

    EventLog log() {
        return log;
    }

    Delivery delivery() {
        return delivery;
    }

    IoService service() {
        return service;
    }

    @Override
    public void close() {
        log.close();
    }

    /** A host that has no transaction open. */
    private static final class NoTransactions implements HostWork {
        @Override
        public boolean announceWithin(@Nullable Object transaction, Announcement announcement) {
            return false;
        }

        @Override
        public Optional<Entry> read(Object entity, Exposure exposure) {
            return Optional.empty();
        }
    }
}
