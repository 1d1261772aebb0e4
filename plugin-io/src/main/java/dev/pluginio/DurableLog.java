package dev.pluginio;

import dev.pluginio.capture.jpa.JpaHost;
import dev.pluginio.config.IoConfiguration;
import dev.pluginio.log.EventLog;
import dev.pluginio.log.Outbox;
import dev.pluginio.log.Retention;
import dev.pluginio.log.jpa.JpaEventLog;
import dev.pluginio.log.jpa.JpaKeepsakes;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Optional;

/**
 * The event log in the host's database, how it is written in the host's transactions, and what is kept of clients there.
 *
 * @param log hands on
 * @param outbox writes
 * @param keepsakes outlive the process
 */
record DurableLog(EventLog log, Outbox outbox, JpaKeepsakes keepsakes) {

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
            return new DurableLog(log, log.outbox(), keepsakes(host, ground));
        } catch (IllegalArgumentException e) {
            throw configuration.logRefused("is 'jpa', but " + e.getMessage());
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
