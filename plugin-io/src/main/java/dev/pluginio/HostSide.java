package dev.pluginio;

import dev.pluginio.ConfigurationSource.Configured;
import dev.pluginio.access.Exposure;
import dev.pluginio.api.content.Entry;
import dev.pluginio.api.host.BulkChanges;
import dev.pluginio.api.host.ContentLifecycle;
import dev.pluginio.api.host.HostCms;
import dev.pluginio.capture.CaptureParts;
import dev.pluginio.capture.HostTransaction;
import dev.pluginio.capture.HostTransactions;
import dev.pluginio.capture.LifecycleCapture;
import dev.pluginio.capture.StoredEntries;
import dev.pluginio.capture.jpa.JpaCapture;
import dev.pluginio.capture.jpa.JpaHost;
import dev.pluginio.log.Announcement;
import dev.pluginio.log.jpa.JpaEventLog;
import dev.pluginio.log.jpa.Predecessor;
import dev.pluginio.service.HostWork;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How the host's changes are heard: by itself through JPA, where there is such a side of it, and through what it tells. */
final class HostSide implements AutoCloseable {

    private final LifecycleCapture told;
    private final @Nullable JpaCapture jpa;
    private final HostTransactions transactions;
    private final String watching;

    private HostSide(LifecycleCapture told, @Nullable JpaCapture jpa, String watching) {
        this.told = told;
        this.jpa = jpa;
        this.watching = watching;
        List<HostTransactions> all = new ArrayList<>();
        if (jpa != null) {
            all.add(jpa);
        }
        all.add(told);
        this.transactions = HostTransactions.of(all);
    }

    /**
     * Begins to listen.
     *
     * @param predecessor who listened until now and has not let go; null if nobody
     */
    static HostSide listen(
            HostCms host,
            Optional<JpaHost> jpa,
            Configured configured,
            CaptureParts parts,
            @Nullable Predecessor predecessor) {
        LifecycleCapture told = new LifecycleCapture(configured.catalog(), parts);
        JpaCapture capture = jpa.map(found -> found.attach(
                        configured.catalog(),
                        configured.configuration().listedEntities(),
                        parts,
                        host.statementWatch().orElse(null),
                        predecessor))
                .orElse(null);
        return new HostSide(told, capture, watching(host, jpa));
    }

    private static String watching(HostCms host, Optional<JpaHost> jpa) {
        if (jpa.isEmpty()) {
            return "the host tells of its changes itself";
        }
        return host.statementWatch().isPresent()
                ? "bulk statements are watched"
                : "bulk statements are not watched (the host gives no StatementWatch)";
    }

    /** Hears of other content types from now on. */
    void reconfigure(Configured changed) {
        told.reconfigure(changed.catalog());
        if (jpa != null) {
            jpa.reconfigure(changed.catalog(), changed.configuration().listedEntities());
        }
    }

    /** The door for hosts that tell of their changes. */
    ContentLifecycle lifecycle() {
        return told;
    }

    /** The helper for bulk statements; empty if this is no JPA host. */
    Optional<BulkChanges> bulk() {
        return Optional.ofNullable(jpa).map(JpaCapture::bulkChanges);
    }

    /** What was committed, as it is read for events; null if this is no JPA host. */
    @Nullable
    StoredEntries stored() {
        return jpa == null ? null : jpa.storedEntries();
    }

    /** What is done about bulk statements, for the log. */
    String watching() {
        return watching;
    }

    /** What the service asks of the host's transactions. */
    HostWork work() {
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

    /**
     * Goes on writing down what the host does, until the next instance takes over, or the time is over.
     *
     * @return whether it does: not if the host tells of changes itself, for it cannot when the plugin has stopped
     */
    boolean leave(JpaEventLog log, Duration longest) {
        if (jpa == null || told.wasUsed()) {
            return false;
        }
        OwnClasses.load();
        jpa.leave(log, longest, System::nanoTime);
        return true;
    }

    /** The host did something of which nobody will hear. */
    void missed() {
        if (jpa != null) {
            jpa.missed();
        }
    }

    @Override
    public void close() {
        if (jpa != null) {
            jpa.close();
        }
    }
}
