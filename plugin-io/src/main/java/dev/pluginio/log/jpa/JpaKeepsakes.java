package dev.pluginio.log.jpa;

import dev.pluginio.log.Keepsakes;
import jakarta.persistence.EntityManagerFactory;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps notes in the host's database, all that wait in one small transaction, on a thread of its own, which begins with the
 * first of them. Each is written as it is then, so that of many changes only the last is. While the database cannot be
 * written nobody waits for it, and what was not written is as soon as it can be.
 */
public final class JpaKeepsakes implements Keepsakes, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(JpaKeepsakes.class);
    private static final int ROOM = 100_000;
    private static final int MOST = 256;
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    // who is not found reloads, and all come at once to a process that has just begun
    private static final Duration TAKING = Duration.ofSeconds(10);
    private static final Duration TEND = Duration.ofSeconds(2);
    private static final Duration PAUSE = Duration.ofMillis(250);
    private static final Duration DRAIN = Duration.ofSeconds(5);

    private final KeepsakeStore store;
    private final Surroundings surroundings;

    // guarded by this
    private final Map<String, Wish> wishes = new LinkedHashMap<>();
    private final Queue<Taking> takings = new ArrayDeque<>();
    private @Nullable Thread thread;
    private boolean closed;

    private volatile boolean troubled;
    private int failures;
    private long nextTending;

    /**
     * What it works with.
     *
     * @param random makes this process's name
     * @param clock tells when something was left
     * @param ticks nanoseconds that only grow
     * @param threads makes the one thread that writes
     * @param timer ends what takes too long; must not be held up
     */
    public record Surroundings(
            SecureRandom random,
            Clock clock,
            LongSupplier ticks,
            ThreadFactory threads,
            ScheduledExecutorService timer) {}

    private JpaKeepsakes(Connections connections, Surroundings surroundings) {
        this.surroundings = surroundings;
        this.store = new KeepsakeStore(
                connections,
                new KeepsakeRows(Long.toHexString(surroundings.random().nextLong())),
                surroundings.clock());
        this.nextTending = surroundings.ticks().getAsLong();
    }

    /**
     * Begins to keep, in tables that {@link JpaEventLog#open} made. Does nothing with the database yet.
     *
     * @param factory the host's; must be Hibernate's
     */
    public static JpaKeepsakes of(EntityManagerFactory factory, Surroundings surroundings) {
        return new JpaKeepsakes(new Connections(factory.unwrap(SessionFactoryImplementor.class)), surroundings);
    }

    @Override
    public boolean areKept() {
        return true;
    }

    @Override
    public void reconfigure(Duration age, int most) {
        store.reconfigure(age, most);
    }

    @Override
    public Keepsake begin(String key, Supplier<@Nullable String> note) {
        return new Kept(key, note);
    }

    @Override
    public synchronized void drop(String key) {
        @Nullable Wish wish = wish(key);
        if (wish != null) {
            wish.drop();
        }
    }

    @Override
    public CompletionStage<Optional<String>> take(String key, Predicate<String> isMine) {
        Taking taking = new Taking(key, isMine, new CompletableFuture<>());
        synchronized (this) {
            if (closed || troubled || takings.size() >= ROOM) {
                return CompletableFuture.completedStage(Optional.empty());
            }
            takings.add(taking);
            wake();
        }
        later(TAKING, () -> taking.result().complete(Optional.empty()))
                .ifPresent(deadline -> taking.result().thenAccept(found -> deadline.cancel(false)));
        return taking.result();
    }

    /** One of the notes. */
    private final class Kept implements Keepsake {
        private final String name;
        private final Supplier<@Nullable String> note;
        private boolean over;

        Kept(String name, Supplier<@Nullable String> note) {
            this.name = name;
            this.note = note;
        }

        @Override
        public CompletionStage<Boolean> keep() {
            @Nullable Wish wish;
            synchronized (JpaKeepsakes.this) {
                wish = over ? null : wish(name);
                if (wish != null) {
                    wish.write(this::current);
                }
            }
            return wish == null || troubled ? CompletableFuture.completedStage(false) : wish.done();
        }

        /** What it is then; nothing if it has ended since: a later wish tells what then. */
        private @Nullable String current() {
            String now = note.get();
            synchronized (JpaKeepsakes.this) {
                return over ? null : now;
            }
        }

        @Override
        public void leave(String last) {
            synchronized (JpaKeepsakes.this) {
                @Nullable Wish wish = over ? null : wish(name);
                over = true;
                if (wish != null) {
                    wish.leave(last, surroundings.clock().millis());
                }
            }
        }

        @Override
        public void drop() {
            synchronized (JpaKeepsakes.this) {
                if (!over) {
                    over = true;
                    JpaKeepsakes.this.drop(name);
                }
            }
        }
    }

    /** What waits under a name, or is to wait from now on; null if there is no room, or it is closed. */
    private @Nullable Wish wish(String name) {
        @Nullable Wish known = wishes.get(name);
        if (known != null || closed || wishes.size() >= ROOM) {
            return known;
        }
        Wish wish = new Wish(name);
        wishes.put(name, wish);
        later(PATIENCE, () -> wish.done().complete(false)).ifPresent(wish::endsBy);
        wake();
        return wish;
    }

    private Optional<Future<?>> later(Duration delay, Runnable task) {
        try {
            return Optional.of(surroundings.timer().schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS));
        } catch (RejectedExecutionException e) {
            return Optional.empty(); // stopping: whoever waits is told at the end
        }
    }

    private void wake() {
        if (thread == null) {
            thread = surroundings.threads().newThread(this::work);
            thread.start();
        }
        notifyAll();
    }

    private void work() {
        try {
            while (awaitWork()) {
                step(someWishes(), someTakings());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // close() has waited long enough
        } catch (Store.TakenOver e) {
            LOG.error("Clients are not known any more after a restart: {}", e.getMessage());
        }
        end();
    }

    /** Waits for something to do; false if nothing follows. */
    private synchronized boolean awaitWork() throws InterruptedException {
        long wait =
                TimeUnit.NANOSECONDS.toMillis(nextTending - surroundings.ticks().getAsLong());
        if (wishes.isEmpty() && takings.isEmpty() && !closed && wait > 0) {
            wait(Math.min(wait, TEND.toMillis()));
        }
        return !closed || !wishes.isEmpty() || !takings.isEmpty();
    }

    private synchronized List<Wish> someWishes() {
        List<Wish> some = new ArrayList<>(Math.min(wishes.size(), MOST));
        Iterator<Wish> all = wishes.values().iterator();
        while (all.hasNext() && some.size() < MOST) {
            some.add(all.next());
            all.remove();
        }
        return some;
    }

    private synchronized List<Taking> someTakings() {
        List<Taking> some = new ArrayList<>(Math.min(takings.size(), MOST));
        while (!takings.isEmpty() && some.size() < MOST) {
            Taking next = takings.remove();
            if (!next.result().isDone()) { // else nobody waits for it any more
                some.add(next);
            }
        }
        return some;
    }

    private void step(List<Wish> some, List<Taking> asked) throws InterruptedException, Store.TakenOver {
        if (some.isEmpty() && asked.isEmpty() && !isDue()) {
            return;
        }
        try {
            List<Optional<String>> taken = write(some, asked);
            failures = 0;
            troubled = false;
            some.forEach(wish -> wish.done().complete(true));
            for (int i = 0; i < asked.size(); i++) {
                asked.get(i).result().complete(taken.get(i));
            }
        } catch (Store.TakenOver e) {
            tellNothingIsKept(some, asked);
            throw e;
        } catch (SQLException | RuntimeException e) {
            failed(some, asked, e);
        }
    }

    private List<Optional<String>> write(List<Wish> some, List<Taking> asked) throws SQLException {
        boolean isDue = isDue();
        List<Optional<String>> taken = store.write(some, asked, isDue);
        if (isDue) {
            nextTending = surroundings.ticks().getAsLong() + TEND.toNanos();
        }
        return taken;
    }

    private boolean isDue() {
        return surroundings.ticks().getAsLong() - nextTending >= 0;
    }

    /** Once is no trouble yet: a connection may have been too old. */
    private void failed(List<Wish> some, List<Taking> asked, Exception cause) throws InterruptedException {
        failures++;
        boolean isTrouble = failures > 1;
        if (isTrouble && !troubled) {
            LOG.error(
                    "Clients that come back after a restart are not known now: the database cannot be written", cause);
        }
        troubled = isTrouble;
        synchronized (this) {
            for (Wish wish : some) {
                @Nullable Wish newer = wishes.putIfAbsent(wish.name(), wish);
                if (newer != null) {
                    wish.giveWayTo(newer);
                }
            }
            if (!isTrouble) {
                takings.addAll(asked);
            }
        }
        if (isTrouble) {
            tellNothingIsKept(some, asked);
        }
        synchronized (this) {
            if (closed && isTrouble) {
                throw new InterruptedException("the database cannot be written at the end");
            }
            wait(PAUSE.toMillis());
        }
    }

    /** Without the lock: who waits for it goes on in this thread, and may need locks of others who wait for this one. */
    private static void tellNothingIsKept(Collection<Wish> some, Collection<Taking> asked) {
        some.forEach(wish -> wish.done().complete(false));
        asked.forEach(taking -> taking.result().complete(Optional.empty()));
    }

    private void end() {
        List<Wish> some;
        List<Taking> asked;
        synchronized (this) {
            closed = true;
            some = List.copyOf(wishes.values());
            wishes.clear();
            asked = List.copyOf(takings);
            takings.clear();
        }
        tellNothingIsKept(some, asked);
    }

    /** Writes what waits, for a bounded time, and ends the thread. Idempotent. */
    @Override
    public void close() {
        @Nullable Thread running;
        synchronized (this) {
            closed = true;
            nextTending = surroundings.ticks().getAsLong();
            running = thread;
            notifyAll();
        }
        if (running == null) {
            return;
        }
        try {
            running.join(DRAIN.toMillis());
            if (running.isAlive()) {
                LOG.warn("Not all clients are known that come back after the restart: the database is too slow");
                running.interrupt();
            }
        } catch (InterruptedException e) {
            running.interrupt();
            Thread.currentThread().interrupt();
        }
    }
}
