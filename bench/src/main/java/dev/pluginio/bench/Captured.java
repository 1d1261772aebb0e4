package dev.pluginio.bench;

import dev.pluginio.access.Exposure;
import dev.pluginio.access.PermissionRule;
import dev.pluginio.access.Populate;
import dev.pluginio.api.content.ContentCatalog;
import dev.pluginio.api.content.ContentType;
import dev.pluginio.capture.CaptureParts;
import dev.pluginio.capture.Interest;
import dev.pluginio.capture.Sequencer;
import dev.pluginio.capture.jpa.JpaCapture;
import dev.pluginio.capture.jpa.JpaHost;
import dev.pluginio.log.EventLog;
import dev.pluginio.log.Outbox;
import dev.pluginio.log.Retention;
import dev.pluginio.log.jpa.JpaEventLog;
import dev.pluginio.monitor.Counters;
import dev.pluginio.transport.Transport;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;

/** The plugin's capture on a host's database, with all stages behind it. Articles bring author, category and tags. */
final class Captured implements AutoCloseable {

    private static final Duration LONGEST_TICKET = Duration.ofSeconds(10);

    private final Stages stages;
    private final JpaCapture capture;

    /** Begins, with a log in memory that keeps nothing. */
    Captured(Host host, Transport transport, ScheduledExecutorService timer) {
        this(host, transport, timer, (jpa, counters) -> Stages.inMemory(counters), true);
    }

    /**
     * Begins.
     *
     * @param opening opens the log
     * @param isPopulated whether articles bring author, category and tags, or only their own values
     */
    Captured(
            Host host,
            Transport transport,
            ScheduledExecutorService timer,
            BiFunction<JpaHost, Counters, EventLog> opening,
            boolean isPopulated) {
        JpaHost jpa = JpaHost.of(host).orElseThrow();
        ContentCatalog catalog = jpa.catalog(List.of());
        stages = new Stages(
                catalog,
                exposures(catalog, isPopulated),
                host.permissions(),
                transport,
                counters -> opening.apply(jpa, counters));
        Sequencer sequencer = new Sequencer(
                stages.log(),
                LONGEST_TICKET,
                (delay, task) -> timer.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS),
                stages.counters());
        Outbox outbox = stages.log() instanceof JpaEventLog durable ? durable.outbox() : Outbox.NONE;
        CaptureParts parts = new CaptureParts(interest(), sequencer, stages.counters(), outbox);
        capture = jpa.attach(catalog, List.of(), parts, host.database().watch());
    }

    private static List<Exposure> exposures(ContentCatalog catalog, boolean isPopulated) {
        List<Exposure> exposures = new ArrayList<>();
        for (ContentType type : catalog.types()) {
            Populate populate = isPopulated && type.uid().equals(Newsroom.ARTICLE)
                    ? new Populate(
                            Optional.empty(),
                            Map.of(
                                    "author", new Populate(Optional.of(Set.of("name")), Map.of()),
                                    "category", Populate.VALUES,
                                    "tags", Populate.VALUES))
                    : Populate.VALUES;
            exposures.add(
                    new Exposure(type, Newsroom.ACTIONS, populate, false, type.singularName(), PermissionRule.FIND));
        }
        return exposures;
    }

    private Interest interest() {
        return new Interest() {
            @Override
            public Optional<Exposure> exposure(String uid) {
                return stages.exposures().configured(uid);
            }

            @Override
            public boolean isWanted(String uid) {
                return stages.audiences().isHeard(uid);
            }
        };
    }

    /** A log in the host's database. */
    static EventLog durable(JpaHost jpa, Counters counters) {
        return jpa.openLog(
                new Retention(100_000, 64L << 20, Duration.ofHours(1)),
                new JpaEventLog.Surroundings(
                        new SecureRandom(),
                        Clock.systemUTC(),
                        System::nanoTime,
                        Executors.defaultThreadFactory(),
                        "bench",
                        () -> true,
                        counters));
    }

    Stages stages() {
        return stages;
    }

    @Override
    public void close() {
        capture.close();
        stages.close();
    }
}
