package dev.pluginio.bench.fanout;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Clients that lose their connections and come back, all on one thread, and what came of it. Those on their way back are looked
 * after before each some of the others, or what they wait for would be mostly this thread.
 */
final class Travels implements AutoCloseable {

    private static final int BUFFER = 1 << 18;
    private static final int AT_ONCE = 100;
    private static final int BETWEEN_COMING = 8;

    /** What the titles of messages begin with that do not count. */
    static final String REHEARSED = "rehearsed-";

    private final Selector coming;
    private final Selector there;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final PriorityQueue<Due> dues = new PriorityQueue<>();
    private final List<Traveller> travellers = new ArrayList<>();
    private final AtomicLongArray told = new AtomicLongArray(Jitter.MESSAGES + 1);
    private final AtomicLong inside = new AtomicLong();
    private final AtomicLong delivered = new AtomicLong();
    private int newest;
    private volatile boolean open = true;
    private volatile int rehearsed;
    private int read;
    private long repeated;
    private long disordered;
    private long returns;
    private long recovered;
    private Latencies replays = new Latencies();
    private Latencies entries = new Latencies();
    private final Latencies all = new Latencies();

    private record Due(long at, Runnable task) implements Comparable<Due> {
        @Override
        public int compareTo(Due other) {
            return Long.compare(at, other.at);
        }
    }

    /**
     * Opens the connections of all clients, some at a time.
     *
     * @param connect the packet that asks to be let in, with a payload
     */
    Travels(int port, String connect, int clients) throws IOException {
        coming = Selector.open();
        there = Selector.open();
        var server = new InetSocketAddress("127.0.0.1", port);
        for (int i = 0; i < clients; i++) {
            travellers.add(new Traveller(this, coming, there, server, connect));
        }
        var thread = new Thread(this::run, "travels-" + port);
        thread.setDaemon(true);
        thread.start();
        for (int i = 0; i < clients; i++) {
            Traveller traveller = travellers.get(i);
            after(i / AT_ONCE * 50L, traveller::open);
        }
    }

    private void run() {
        try (coming;
                there) {
            while (open) {
                for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
                    task.run();
                }
                long now = System.nanoTime();
                while (!dues.isEmpty() && dues.peek().at - now <= 0) {
                    dues.remove().task.run();
                }
                if (coming.keys().isEmpty()) {
                    long wait = dues.isEmpty() ? 1_000 : TimeUnit.NANOSECONDS.toMillis(dues.peek().at - now) + 1;
                    there.select(this::arrive, wait);
                } else if (there.selectNow(this::arrive) == 0) {
                    coming.select(this::come, 1);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void come(SelectionKey key) {
        ((Traveller) key.attachment()).ready(buffer);
    }

    private void arrive(SelectionKey key) {
        if (++read % BETWEEN_COMING == 0 && !coming.keys().isEmpty()) {
            try {
                coming.selectNow(this::come);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        ((Traveller) key.attachment()).ready(buffer);
    }

    private void after(long millis, Runnable task) {
        long at = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        tasks.add(() -> dues.add(new Due(at, task)));
        wakeUp();
    }

    /** Has a client lose its connection some time from now, and come back a while later. */
    void drop(int client, long inMillis, long forMillis) {
        Traveller traveller = travellers.get(client);
        after(inMillis, traveller::lose);
        after(inMillis + forMillis, traveller::open);
    }

    private void wakeUp() {
        there.wakeup();
        coming.wakeup();
    }

    // ---- told by clients, on the one thread ----------------------------------------------------------------------

    void entered(boolean again, boolean wasRecovered, long nanos) {
        inside.incrementAndGet();
        if (again) {
            returns++;
            recovered += wasRecovered ? 1 : 0;
            entries.add(nanos);
        }
    }

    void left() {
        inside.decrementAndGet();
    }

    /** The number of the newest message that anybody has. */
    int newest() {
        return newest;
    }

    void caughtUp(long nanos) {
        replays.add(nanos);
    }

    /** A client has got a message that does not count. */
    void rehearsed() {
        rehearsed++;
    }

    /** A client has got a message; the last one that it had was another. */
    void arrived(int number, int last, boolean isNew) {
        newest = Math.max(newest, number);
        if (!isNew) {
            repeated++;
        } else {
            disordered += number < last ? 1 : 0;
            all.add(System.nanoTime() - told.get(number));
            delivered.incrementAndGet();
        }
    }

    // ---- asked by the harness ------------------------------------------------------------------------------------

    void awaitInside(int number) throws InterruptedException {
        for (int waited = 0; inside.get() < number; waited++) {
            if (waited > 60_000) {
                throw new IllegalStateException(inside + " of " + number + " clients are in");
            }
            TimeUnit.MILLISECONDS.sleep(1);
        }
    }

    /** What was rehearsed is over: it counts from now on. */
    void begin() throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(500); // the last that was rehearsed may still come
        var begun = new CountDownLatch(1);
        tasks.add(() -> {
            returns = 0;
            recovered = 0;
            entries = new Latencies();
            replays = new Latencies();
            begun.countDown();
        });
        wakeUp();
        begun.await();
        if (rehearsed == 0) {
            throw new IllegalStateException("nobody hears anything");
        }
    }

    /** A message goes out now. */
    void told(int number) {
        told.set(number, System.nanoTime());
    }

    /** Waits until everybody has got everything, or it takes too long. */
    void awaitAll(long millis) throws InterruptedException {
        long expected = (long) travellers.size() * Jitter.MESSAGES;
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        while (delivered.get() < expected && System.nanoTime() < deadline) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
        TimeUnit.MILLISECONDS.sleep(500); // what comes twice may still come
        open = false;
        wakeUp();
    }

    long delivered() {
        return delivered.get();
    }

    long repeated() {
        return repeated;
    }

    long disordered() {
        return disordered;
    }

    long returns() {
        return returns;
    }

    long recovered() {
        return recovered;
    }

    /** From the begin of a new connection to the last of the messages that others had by then. */
    Latencies replays() {
        return replays;
    }

    /** From the begin of a new connection to being let in. */
    Latencies entries() {
        return entries;
    }

    /** From going out to arriving, away or not. */
    Latencies all() {
        return all;
    }

    @Override
    public void close() {
        open = false;
        wakeUp();
        travellers.forEach(Traveller::lose);
    }
}
