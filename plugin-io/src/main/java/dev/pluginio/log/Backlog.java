package dev.pluginio.log;

import dev.pluginio.api.realtime.RealtimeException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What waits to be handed on by a log: announcements, and tasks between them, in order. It has room for so many; who finds
 * it full waits for a bounded time, and until one more was taken nobody else does. Any thread may add, one takes.
 */
public final class Backlog {

    private static final String NO_ROOM = "plugin-io has no room for more events: send fewer, or later";
    private static final String STOPPING = "plugin-io is stopping: nothing is sent any more";

    private final BlockingQueue<Item> queue;
    private final int capacity;
    private final Semaphore roomInTransactions;
    private final Duration patience;
    private volatile boolean closed;
    private volatile boolean full;

    /**
     * Nothing waits.
     *
     * @param capacity how many may wait, and as many again in transactions with several of them; one transaction that is
     *     larger than that may wait if no other does
     * @param patience how long one who adds waits for room
     */
    public Backlog(int capacity, Duration patience) {
        this.capacity = capacity;
        this.roomInTransactions = new Semaphore(capacity);
        this.queue = new ArrayBlockingQueue<>(capacity);
        this.patience = patience;
    }

    /** Adds an announcement, for which it may wait; false if there is no room, or it is closed. */
    public boolean add(Announcement announcement) {
        return enqueue(new Item(announcement, null));
    }

    /** Adds the announcements of a transaction, for which it may wait; false if there is no room, or it is closed. */
    public boolean add(List<Announcement> transaction) {
        return enqueue(new Item(transaction));
    }

    /** Adds the announcements of a transaction if there is room at once; false if there is none, or it is closed. */
    public boolean addNow(List<Announcement> transaction) {
        return offer(new Item(transaction));
    }

    /** Adds an announcement if there is room at once; false if there is none, or it is closed. */
    public boolean addNow(Announcement announcement) {
        return offer(new Item(announcement, null));
    }

    /**
     * Adds a task.
     *
     * @return its result; fails if there is no room, or it is closed
     */
    public <T> CompletableFuture<T> add(Supplier<T> task) {
        CompletableFuture<T> result = new CompletableFuture<>();
        Runnable work = () -> {
            try {
                result.complete(task.get());
            } catch (RuntimeException | Error e) {
                result.completeExceptionally(e);
            }
        };
        if (!enqueue(new Item(null, new Step(work, result)))) {
            result.completeExceptionally(new RealtimeException(closed ? STOPPING : NO_ROOM));
        }
        return result;
    }

    /** Adds a task if there is room at once; false if there is none, or it is closed. */
    public boolean addNow(Runnable task) {
        return offer(new Item(null, new Step(task, new CompletableFuture<>())));
    }

    private boolean offer(Item item) {
        int extra = extraOf(item);
        if (closed || extra > 0 && !roomInTransactions.tryAcquire(extra)) {
            return false;
        }
        boolean isTaken = queue.offer(item);
        if (!isTaken) {
            giveBack(extra);
        }
        return isTaken;
    }

    /** What it takes of the room in transactions. */
    private int extraOf(Item item) {
        return Math.min(item.size() - 1, capacity);
    }

    private void giveBack(int extra) {
        if (extra > 0) {
            roomInTransactions.release(extra);
        }
    }

    private boolean enqueue(Item item) {
        if (offer(item)) {
            return true;
        }
        if (closed || full) { // somebody has already waited in vain
            return false;
        }
        try {
            if (offerFor(item, patience.toNanos())) {
                return true;
            }
            full = true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return false;
    }

    private boolean offerFor(Item item, long nanos) throws InterruptedException {
        int extra = extraOf(item);
        if (extra > 0 && !roomInTransactions.tryAcquire(extra, nanos, TimeUnit.NANOSECONDS)) {
            return false;
        }
        boolean isTaken = false;
        try {
            isTaken = queue.offer(item, nanos, TimeUnit.NANOSECONDS);
        } finally {
            if (!isTaken) {
                giveBack(extra);
            }
        }
        return isTaken;
    }

    private @Nullable Item taken(@Nullable Item item) {
        if (item != null) {
            giveBack(extraOf(item));
        }
        return item;
    }

    /** The next; waits for it. */
    public Item take() throws InterruptedException {
        Item next = queue.take();
        taken(next);
        return next;
    }

    /** The next; null if there is none after so many nanoseconds. */
    public @Nullable Item poll(long nanos) throws InterruptedException {
        return taken(queue.poll(nanos, TimeUnit.NANOSECONDS));
    }

    /** The next; null if there is none now. */
    public @Nullable Item poll() {
        return taken(queue.poll());
    }

    /** Takes what there is now, until that is so many announcements and tasks, or more with the last transaction. */
    public void drainTo(List<Item> taken, int most) {
        int count = 0;
        for (Item next = count < most ? poll() : null; next != null; next = count < most ? poll() : null) {
            taken.add(next);
            count += next.size();
        }
    }

    /** What was taken has been dealt with: who finds no room waits again. */
    public void hasMoved() {
        full = false;
    }

    /** How many wait. */
    public int size() {
        return queue.size();
    }

    /** Whether nothing is added any more. */
    public boolean isClosed() {
        return closed;
    }

    /** Wakes who takes, if nothing does that anyway. */
    public void wake() {
        if (queue.isEmpty()) {
            CompletableFuture<@Nullable Void> unused = add(() -> null);
        }
    }

    /** Adds nothing any more. */
    public void close() {
        closed = true;
    }

    /** Adds the end, for which it waits; false if there was no room for so long. */
    public boolean end(Duration longest) throws InterruptedException {
        return queue.offer(Item.END, longest.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Nobody waits for ever for what nobody will hand on. */
    public void takeBack() {
        for (Item item = poll(); item != null; item = poll()) {
            item.takeBack();
        }
    }

    /** A task, and who waits for it. */
    private record Step(Runnable work, CompletableFuture<?> result) {}

    /** An announcement, those of a transaction, or a task that waits. Compared by identity. */
    public static final class Item {

        /** Nothing follows. */
        private static final Item END = new Item(null, null);

        private final @Nullable Announcement announcement;
        private final @Nullable List<Announcement> transaction;
        private final @Nullable Step step;

        private Item(@Nullable Announcement announcement, @Nullable Step step) {
            this.announcement = announcement;
            this.transaction = null;
            this.step = step;
        }

        private Item(List<Announcement> transaction) {
            this.announcement = null;
            this.transaction = List.copyOf(transaction);
            this.step = null;
        }

        /** One that did not wait. */
        public static Item of(Announcement announcement) {
            return new Item(announcement, null);
        }

        /** A transaction that did not wait. */
        public static Item of(List<Announcement> transaction) {
            return new Item(transaction);
        }

        /** What is to be told by itself; null if it is anything else. */
        public @Nullable Announcement announcement() {
            return announcement;
        }

        /** What is to be told; none if it is a task, or the end. */
        public List<Announcement> announcements() {
            if (transaction != null) {
                return transaction;
            }
            return announcement == null ? List.of() : List.of(announcement);
        }

        /** Whether it is a transaction, which is to be kept together. */
        public boolean isTransaction() {
            return transaction != null;
        }

        private int size() {
            return transaction == null ? 1 : transaction.size();
        }

        /** Whether it is a task. */
        public boolean isTask() {
            return step != null;
        }

        /** Whether nothing follows. */
        public boolean isEnd() {
            return this == END;
        }

        /** Does the task; without effect if it is none. Throws nothing of the task's. */
        public void run() {
            if (step != null) {
                step.work().run();
            }
        }

        /** Tells who waits for it that nothing will become of it. */
        public void takeBack() {
            announcements().forEach(Announcement::takeBack);
            if (step != null) {
                step.result().completeExceptionally(new RealtimeException(STOPPING));
            }
        }

        @Override
        public String toString() {
            return String.valueOf(announcements());
        }
    }
}
