package dev.pluginio.transport.socketio;

import dev.pluginio.transport.Emission;
import dev.pluginio.transport.dense.Agenda;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.EventLoop;
import io.netty.channel.SingleThreadEventLoop;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One event loop: the place of all sessions that live on it, of their share of the rooms, and of a mailbox through which
 * other threads reach them in order. An emission is handed over once, not once a client; what it wrote is flushed once a
 * session. Only {@link #submit}, {@link #submitEmission}, {@link #settled}, {@link #run} and {@link #inLoop} may be called
 * from elsewhere.
 */
final class Loop {

    private static final Logger LOG = LoggerFactory.getLogger(Loop.class);
    private static final int ROUND = 256;
    private static final int PART = 64;
    private static final int MOST_EMISSIONS = 8192;
    private static final long PATIENCE_SECONDS = 5;

    private final EventLoop executor;
    private final BooleanSupplier mayNotWait;
    private final LongSupplier nanoTime;
    private final Queue<Runnable> mailbox = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private final Semaphore room = new Semaphore(MOST_EMISSIONS);

    private final Map<Space, Share> shares = new HashMap<>();
    private final Flushing flushing = new Flushing(this::flush);
    private final List<Frame> batch = new ArrayList<>();
    private final Set<Session> stalled = new HashSet<>();
    private final Drains drains = new Drains();
    private final Series series = new Series();
    private final Agenda<Due> agenda = new Agenda<>();
    private @Nullable Future<?> reminder;
    private long reminded;
    private boolean emitting;

    /**
     * A loop with nothing to do.
     *
     * @param mayNotWait whether the calling thread is one that has others waiting for it
     * @param nanoTime the clock of what is on its agenda
     */
    Loop(EventLoop executor, BooleanSupplier mayNotWait, LongSupplier nanoTime) {
        this.executor = executor;
        this.nanoTime = nanoTime;
        this.mayNotWait = mayNotWait;
    }

    EventLoop executor() {
        return executor;
    }

    boolean inLoop() {
        return executor.inEventLoop();
    }

    /** Has something done on the loop, after everything that was submitted before. */
    void submit(Runnable task) {
        mailbox.add(task);
        schedule();
    }

    /**
     * Hands over an emission. Waits while very many are still to be written here: a loop never waits for a client, so it
     * catches up soon. Loops do not wait for one another.
     */
    void submitEmission(Runnable task) {
        boolean counted = !mayNotWait.getAsBoolean() && hasRoom();
        submit(() -> {
            if (counted) {
                room.release();
            }
            task.run();
        });
    }

    private boolean hasRoom() {
        try {
            if (room.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                return true;
            }
            LOG.warn("an event loop has not caught up in {} s", PATIENCE_SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return false;
    }

    /** Completes, on the loop, when everything submitted before is done and the sessions it concerned are flushed. */
    CompletableFuture<@Nullable Void> settled() {
        var settled = new CompletableFuture<@Nullable Void>();
        submit(() -> flushing.settle(settled));
        return settled;
    }

    /** Completes, on the loop, when no connection holds any more what its client must not get. */
    CompletableFuture<@Nullable Void> reconsidered() {
        var done = new CompletableFuture<@Nullable Void>();
        submit(() -> {
            for (Session session : List.copyOf(stalled)) {
                guarded(() -> {
                    if (session.outlet().reconsider()) {
                        stalled.remove(session);
                    }
                });
            }
            flushing.settle(done);
        });
        return done;
    }

    /** A list for what one session writes at once; empty whenever it is asked for. */
    List<Frame> batch() {
        batch.clear();
        return batch;
    }

    /** The sessions whose carriers hold something back; each goes when that is gone. */
    Set<Session> stalled() {
        return stalled;
    }

    /** Those who wait until clients have taken what was queued for them. */
    Drains drains() {
        return drains;
    }

    /** Does something at once if on the loop already, else as {@link #submit}. */
    void run(Runnable task) {
        if (inLoop()) {
            task.run();
        } else {
            submit(task);
        }
    }

    Timer after(long millis, Runnable task) {
        var future = executor.schedule(() -> guarded(task), millis, TimeUnit.MILLISECONDS);
        return () -> future.cancel(false);
    }

    /** The time, by the transport's clock. */
    long now() {
        return nanoTime.getAsLong();
    }

    /** Puts something on the agenda of this loop, for a time by the transport's clock, or moves it. */
    void appoint(Due entry, long due) {
        agenda.put(entry, due);
        remind();
    }

    /** Takes it off. */
    void cancel(Due entry) {
        agenda.remove(entry);
    }

    /** One timer is enough for all that is on the agenda; if what it is for was taken off, it finds nothing due. */
    private void remind() {
        Due first = agenda.first();
        if (first != null && (reminder == null || first.due() - reminded < 0)) {
            if (reminder != null) {
                reminder.cancel(false);
            }
            reminded = first.due();
            reminder = executor.schedule(this::keep, reminded - now(), TimeUnit.NANOSECONDS);
        }
    }

    private void keep() {
        reminder = null;
        long now = now();
        for (Due first = agenda.first(); first != null && first.due() - now <= 0; first = agenda.first()) {
            agenda.remove(first);
            guarded(first::come);
        }
        remind();
    }

    /** What is on the agenda; its time is by the transport's clock. */
    abstract static class Due extends Agenda.Entry {
        /** Its time has come; it is not on the agenda any more. */
        abstract void come();
    }

    /** Something that will happen unless it is stopped. */
    @FunctionalInterface
    interface Timer {
        void stop();
    }

    /** Has a session flush what it queued, once, when the current work is done. */
    void dirty(Session session) {
        if (session.outlet().markDirty()) {
            flushing.add(session.outlet(), emitting);
            schedule();
        }
    }

    /** The clients of a namespace that live here. */
    Share share(Space space) {
        return shares.computeIfAbsent(space, key -> new Share());
    }

    /** Queues an emission for those of its audience who live here. */
    void emit(Space space, Emission emission, Encoded packet) {
        Frame frame = new Frame(packet, space, emission);
        Object its = emission.series();
        if (its != null) {
            series.goOn(its);
        }
        share(
                frame,
                () -> share(space).each(emission.audience(), member -> {
                    member.session().send(frame);
                    if (its != null) {
                        series.heardBy(member);
                    }
                }));
    }

    /** Queues the last emission of a series for those who live here and were given another one of it. */
    void end(Space space, Emission last, Encoded packet) {
        Frame frame = new Frame(packet, space, last);
        share(frame, () -> series.end(last.series(), member -> member.session().send(frame)));
    }

    /**
     * Hands a frame out.
     *
     * @param queueing queues it for all who get it, and gives how many that were
     */
    private void share(Frame frame, IntSupplier queueing) {
        emitting = true;
        int reached;
        try {
            reached = queueing.getAsInt();
        } finally {
            emitting = false;
        }
        if (reached > 1) {
            frame.remember(PooledByteBufAllocator.DEFAULT);
            flushing.remember(frame);
        }
    }

    private void schedule() {
        if (!scheduled.get() && scheduled.compareAndSet(false, true)) {
            handOver();
        }
    }

    /** Lets what has come from the network go first: the executor does all that it was handed before it looks there. */
    private void scheduleNext() {
        if (!scheduled.compareAndSet(false, true)) {
            return;
        }
        if (executor instanceof SingleThreadEventLoop networked && !executor.isShuttingDown()) {
            networked.executeAfterEventLoopIteration(this::handOver);
        } else {
            handOver();
        }
    }

    private void handOver() {
        try {
            executor.execute(this::drain);
        } catch (RejectedExecutionException e) {
            LOG.debug("event loop is closed");
        }
    }

    private void drain() {
        try {
            work();
        } finally {
            scheduled.set(false);
            if (!mailbox.isEmpty() || !flushing.isEmpty()) {
                scheduleNext();
            }
        }
    }

    private void work() {
        // what many are sent must not pile up before it is their turn to be flushed
        for (int i = 0; i < ROUND && flushing.ahead() < ROUND; i++) {
            Runnable task = mailbox.poll();
            if (task == null) {
                break;
            }
            guarded(task);
        }
        // a loop that ends does not come back for the rest
        flushing.part(executor.isShuttingDown() ? Integer.MAX_VALUE : PART);
        batch.clear();
    }

    /** As {@link #guarded}, without an object for each of very many. */
    private void flush(Outlet outlet) {
        try {
            outlet.flush();
            drains.flushed(outlet);
        } catch (RuntimeException | Error e) {
            failed(e);
        }
    }

    private static void guarded(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            failed(e);
        }
    }

    /** Whatever one session meets, the others on this loop go on. */
    private static void failed(Throwable e) {
        LOG.error("a task of the transport failed", e);
    }
}
