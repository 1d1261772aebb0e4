package dev.pluginio;

import dev.pluginio.capture.jpa.JpaHost;
import dev.pluginio.config.IoConfiguration;
import dev.pluginio.log.EventLog;
import dev.pluginio.log.Outbox;
import dev.pluginio.log.Retention;
import dev.pluginio.log.jpa.JpaEventLog;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Optional;

/**
 * The event log in the host's database, and how it is written in the host's transactions.
 *
 * @param log hands on
 * @param outbox writes
 */
record DurableLog(EventLog log, Outbox outbox) {

    /**
     * Opens it.
     *
     * @throws RuntimeException if the host has no such database; the message says what to do
     */
    static DurableLog open(Optional<JpaHost> jpa, IoConfiguration configuration, Ground ground, Retention retention) {
        JpaHost host = jpa.orElseThrow(() -> configuration.logRefused(
                "is 'jpa', but the host gives no EntityManagerFactory of Hibernate; use 'memory'"));
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
                            ground.counters()));
            return new DurableLog(log, log.outbox());
        } catch (IllegalArgumentException e) {
            throw configuration.logRefused("is 'jpa', but " + e.getMessage());
        }
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
