package dev.pluginio.transport.socketio;

import dev.pluginio.transport.Room;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.EventLoop;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One event loop: the place of all sessions that live on it, of their share of the rooms, and of a mailbox through which
 * other threads reach them in order. An emission is handed over once, not once a client; what it wrote is flushed once a
 * session. Only {@link #submit}, {@link #submitEmission}, {@link #settled}, {@link #run} and {@link #inLoop} may be called from elsewhere.
 */
final class Loop {

    private static final Logger LOG = LoggerFactory.getLogger(Loop.class);
    private static final int ROUND = 256;
    private static final int MOST_EMISSIONS = 8192;
    private static final long PATIENCE_SECONDS = 5;

    private final EventLoop executor;
    private final BooleanSupplier mayNotWait;
    private final Queue<Runnable> mailbox = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private final Semaphore room = new Semaphore(MOST_EMISSIONS);

    private final Map<Space, Share> shares = new HashMap<>();
    private final Queue<Session> dirty = new ArrayDeque<>();
    private final List<Frame> remembered = new ArrayList<>();
    private final List<CompletableFuture<@Nullable Void>> settling = new ArrayList<>();
    private long emissions;

    /** The clients of a namespace that live here. */
    private static final class Share {
        private final Set<Member> members = new LinkedHashSet<>();
        private final Map<Room, Set<Member>> rooms = new HashMap<>();
    }

    /**
     * A loop with nothing to do.
     *
     * @param mayNotWait whether the calling thread is one that has others waiting for it
     */
    Loop(EventLoop executor, BooleanSupplier mayNotWait) {
        this.executor = executor;
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
        submit(() -> settling.add(settled));
        return settled;
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

    Timer afterNanos(long nanos, Runnable task) {
        var future = executor.schedule(() -> guarded(task), nanos, TimeUnit.NANOSECONDS);
        return () -> future.cancel(false);
    }

    /** Something that will happen unless it is stopped. */
    @FunctionalInterface
    interface Timer {
        void stop();
    }

    /** Has a session flush what it queued, once, when the current work is done. */
    void dirty(Session session) {
        if (session.markDirty()) {
            dirty.add(session);
            schedule();
        }
    }

    void enter(Space space, Member member) {
        share(space).members.add(member);
    }

    void join(Space space, Room room, Member member) {
        Share share = share(space);
        if (share.members.contains(member)) {
            share.rooms.computeIfAbsent(room, key -> new LinkedHashSet<>()).add(member);
        }
    }

    void leave(Space space, Room room, Member member) {
        share(space).rooms.computeIfPresent(room, (key, set) -> {
            set.remove(member);
            return set.isEmpty() ? null : set;
        });
    }

    void exit(Space space, List<Room> rooms, Member member) {
        share(space).members.remove(member);
        for (Room room : rooms) {
            leave(space, room, member);
        }
    }

    /** Queues a packet for all clients here that are in one of the rooms, or in the namespace if no room is named. */
    void emit(Space space, Set<Room> audience, Encoded packet) {
        Share share = share(space);
        Frame frame = new Frame(packet, space);
        long number = ++emissions;
        if (audience.isEmpty()) {
            emit(share.members, frame, number);
            return;
        }
        for (Room room : audience) {
            Set<Member> joined = share.rooms.get(room);
            if (joined != null) {
                emit(joined, frame, number);
            }
        }
    }

    private void emit(Set<Member> members, Frame frame, long number) {
        if (members.size() > 1) {
            frame.remember(PooledByteBufAllocator.DEFAULT);
            remembered.add(frame);
        }
        for (Member member : members) {
            if (member.lastEmission != number) {
                member.lastEmission = number;
                member.session().send(frame);
            }
        }
    }

    private Share share(Space space) {
        return shares.computeIfAbsent(space, key -> new Share());
    }

    private void schedule() {
        if (scheduled.compareAndSet(false, true)) {
            try {
                executor.execute(this::drain);
            } catch (RejectedExecutionException e) {
                LOG.debug("event loop is closed");
            }
        }
    }

    private void drain() {
        try {
            work();
        } finally {
            scheduled.set(false);
            if (!mailbox.isEmpty() || !dirty.isEmpty()) {
                schedule();
            }
        }
    }

    private void work() {
        for (int i = 0; i < ROUND; i++) {
            Runnable task = mailbox.poll();
            if (task == null) {
                break;
            }
            guarded(task);
        }
        for (int left = dirty.size(); left > 0; left--) {
            Session session = dirty.remove();
            guarded(session::flush);
        }
        remembered.forEach(Frame::forget);
        remembered.clear();
        settling.forEach(settled -> settled.complete(null));
        settling.clear();
    }

    private static void guarded(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            // whatever one session meets, the others on this loop go on
            LOG.error("a task of the transport failed", e);
        }
    }
}
