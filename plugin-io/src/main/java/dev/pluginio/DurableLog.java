package dev.pluginio;

import dev.pluginio.capture.jpa.JpaHost;
import dev.pluginio.config.IoConfiguration;
import dev.pluginio.log.EventLog;
import dev.pluginio.log.Outbox;
import dev.pluginio.log.Retention;
import dev.pluginio.log.jpa.JpaEventLog;
import dev.pluginio.log.jpa.JpaKeepsakes;
import dev.pluginio.log.jpa.Predecessor;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The event log in the host's database, what is kept of clients there, and what writes the log in the host's transactions.
 * When it is closed, the latter goes on for a while, so that the plugin's next instance finds what the host did until
 * then: see {@link #close}.
 */
final class DurableLog implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DurableLog.class);

    private final JpaEventLog log;
    private final JpaKeepsakes keepsakes;
    private final @Nullable Predecessor predecessor;
    private volatile Duration handOver;
    private @Nullable HostSide writing;
    private boolean isReady;

    private DurableLog(JpaEventLog log, JpaKeepsakes keepsakes, @Nullable Predecessor predecessor, Duration handOver) {
        this.log = log;
        this.keepsakes = keepsakes;
        this.predecessor = predecessor;
        this.handOver = handOver;
    }

    /**
     * Opens it.
     *
     * @throws RuntimeException if the host has no such database; the message says what to do
     */
    static DurableLog open(Optional<JpaHost> jpa, IoConfiguration configuration, Ground ground, Retention retention) {
        JpaHost host = jpa.orElseThrow(() -> configuration.logRefused(
                "is 'jpa', but the host gives no EntityManagerFactory of Hibernate; use 'memory'"));
        Duration handOver = configuration.handOver();
        Predecessor predecessor = host.predecessor(handOver, System::nanoTime).orElse(null);
        try {
            JpaEventLog log = host.openLog(
                    retention,
                    new JpaEventLog.Surroundings(
                            new SecureRandom(),
                            ground.clock(),
                            System::nanoTime,
                            Threads.named("delivery"),
                            process(),
                            DurableLog::isJvmEnding,
                            ground.counters(),
                            predecessor));
            return new DurableLog(log, keepsakes(host, ground), predecessor, handOver);
        } catch (RuntimeException | Error e) {
            if (predecessor != null) {
                predecessor.release();
            }
            if (e instanceof IllegalArgumentException) {
                throw configuration.logRefused("is 'jpa', but " + e.getMessage());
            }
            throw e;
        }
    }

    /** There is none any more: what was left for one lets the host go. */
    static @Nullable DurableLog none(Optional<JpaHost> jpa) {
        jpa.flatMap(host -> host.predecessor(Duration.ZERO, System::nanoTime)).ifPresent(Predecessor::release);
        return null;
    }

    EventLog log() {
        return log;
    }

    /** Writes. */
    Outbox outbox() {
        return log.outbox();
    }

    /** What is kept of clients. */
    JpaKeepsakes keepsakes() {
        return keepsakes;
    }

    /** Who wrote until now; null if nobody did. */
    @Nullable
    Predecessor predecessor() {
        return predecessor;
    }

    /** What writes, and ends with the log, or after it. */
    HostSide writtenBy(HostSide listening) {
        writing = listening;
        return listening;
    }

    /** The plugin has started: what it leaves when it stops is complete. */
    void ready() {
        isReady = true;
    }

    /** Goes on for so long from now on when it is closed. */
    void reconfigure(Duration changed) {
        handOver = changed;
    }

    /**
     * Ends the log, and then what writes it: at once if the plugin has not started, else when the next instance has
     * started, or the time is over.
     */
    @Override
    public void close() {
        log.close();
        HostSide last = writing;
        if (last == null) {
            if (predecessor != null) {
                predecessor.release();
            }
            return;
        }
        if (isReady && !handOver.isZero() && last.leave(log, handOver)) {
            LOG.info("The host's changes are written down for the next start of plugin-io within {}", handOver);
        } else {
            last.close();
        }
    }

    private static JpaKeepsakes keepsakes(JpaHost host, Ground ground) {
        return host.keepsakes(new JpaKeepsakes.Surroundings(
                new SecureRandom(),
                ground.clock(),
                System::nanoTime,
                Threads.named("recovery"),
                ground.threads().timer()));
    }

    private static String process() {
        ProcessHandle self = ProcessHandle.current();
        return self.pid() + "@"
                + self.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    }

    /** Once the end has begun, nobody can add something to it. */
    private static boolean isJvmEnding() {
        Thread probe = Threads.named("probe").newThread(() -> {});
        try {
            Runtime.getRuntime().addShutdownHook(probe);
            Runtime.getRuntime().removeShutdownHook(probe);
            return false;
        } catch (IllegalStateException e) {
            return true;
        }
    }
}
