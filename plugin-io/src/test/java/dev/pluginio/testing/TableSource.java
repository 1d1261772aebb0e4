package dev.pluginio.testing;

import dev.pluginio.access.Exposure;
import dev.pluginio.api.access.Principal;
import dev.pluginio.api.content.Entry;
import dev.pluginio.session.entities.EntryName;
import dev.pluginio.session.entities.EntrySource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/** Entries as a table, which counts how often it is read; transactions are begun and ended by hand. */
public final class TableSource implements EntrySource {

    private final Map<String, Entry> entries = new ConcurrentHashMap<>();
    private final AtomicInteger reads = new AtomicInteger();
    private long drawn;
    private int underWay;
    private CompletableFuture<Long> quiet = CompletableFuture.completedFuture(0L);
    private volatile Runnable whileReading = () -> {};

    public void put(String uid, Entry entry) {
        entries.put(uid + " " + entry.documentId(), entry);
    }

    public void remove(String uid, Entry entry) {
        entries.remove(uid + " " + entry.documentId());
    }

    public int reads() {
        return reads.get();
    }

    /** Does something during each read, before it sees anything. */
    public void whileReading(Runnable task) {
        whileReading = task;
    }

    /** A transaction draws its ticket. */
    public synchronized void draw() {
        drawn++;
        if (underWay++ == 0) {
            quiet = new CompletableFuture<>();
        }
    }

    /** A transaction was handed on. */
    public void handedOn() {
        CompletableFuture<Long> over;
        long count;
        synchronized (this) {
            if (--underWay > 0) {
                return;
            }
            over = quiet;
            count = drawn;
        }
        over.complete(count);
    }

    @Override
    public Optional<Found> find(Principal principal, Exposure exposure, EntryName name, boolean trusted) {
        return read(
                exposure.type().uid(),
                entry -> name.documentId() != null
                        ? entry.documentId().equals(name.documentId())
                        : String.valueOf(entry.id()).equals(String.valueOf(name.id()))
                                || (name.id() instanceof String
                                        && entry.documentId().equals(name.id())));
    }

    @Override
    public Optional<Found> again(Principal principal, Exposure exposure, Found found) {
        return read(
                exposure.type().uid(),
                entry -> entry.documentId().equals(found.state().documentId()));
    }

    private Optional<Found> read(String uid, Predicate<Entry> isMeant) {
        reads.incrementAndGet();
        whileReading.run();
        return entries.entrySet().stream()
                .filter(row -> row.getKey().startsWith(uid + " ") && isMeant.test(row.getValue()))
                .map(row -> new Found(row.getKey(), row.getValue()))
                .findFirst();
    }

    @Override
    public Watch watch(Found found) {
        return new Watch() {
            @Override
            public CompletableFuture<Long> quiet() {
                synchronized (TableSource.this) {
                    return underWay == 0 ? CompletableFuture.completedFuture(drawn) : quiet;
                }
            }

            @Override
            public long drawn() {
                synchronized (TableSource.this) {
                    return drawn;
                }
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public CompletableFuture<Void> unheardEnded() {
        return CompletableFuture.completedFuture(null);
    }
}
