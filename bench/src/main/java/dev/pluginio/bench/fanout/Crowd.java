package dev.pluginio.bench.fanout;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The clients of one server, all on one thread. */
final class Crowd implements AutoCloseable {

    private static final int BUFFER = 1 << 18;
    private static final int AT_ONCE = 200;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final InetSocketAddress server;
    private final String connect;
    private final Selector selector;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
    private final List<Visitor> visitors = new ArrayList<>();
    private final List<Visitor> stalled = new ArrayList<>();
    private volatile int inside;
    private volatile int lost;
    private volatile boolean open = true;
    private Rally rally = new Rally(0);

    /**
     * Opens nothing yet.
     *
     * @param port where the server is
     * @param connect the packet that asks to be let in
     */
    Crowd(int port, String connect) throws IOException {
        this.server = new InetSocketAddress("127.0.0.1", port);
        this.connect = connect;
        this.selector = Selector.open();
        var thread = new Thread(this::run, "crowd-" + port);
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        try (selector) {
            while (open) {
                for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
                    task.run();
                }
                selector.select(this::ready);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void ready(SelectionKey key) {
        Visitor visitor = (Visitor) key.attachment();
        try {
            visitor.ready(buffer);
        } catch (IOException e) {
            lost++;
            key.cancel();
            close(visitor);
        }
    }

    private static void close(Visitor visitor) {
        try {
            visitor.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void inLoop(Runnable task) {
        var done = new CompletableFuture<@Nullable Void>();
        tasks.add(() -> {
            try {
                task.run();
                done.complete(null);
            } catch (RuntimeException e) {
                done.completeExceptionally(e);
            }
        });
        selector.wakeup();
        done.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    }

    /** A visitor was let in. */
    @SuppressWarnings("NonAtomicOperationOnVolatileField") // written on one thread
    void entered() {
        inside++;
    }

    /** A visitor got the broadcast of this number. */
    void delivered(int number) {
        rally.arrived(number);
    }

    /** How many were let in. */
    int size() {
        return inside;
    }

    /** Opens connections, some at a time, until so many are in. */
    void growTo(int size) throws InterruptedException {
        while (inside < size) {
            int before = inside;
            int more = Math.min(AT_ONCE, size - before);
            open(more);
            awaitSize(before + more);
        }
    }

    /** Opens connections all at once, and waits for nothing. */
    void open(int count) {
        inLoop(() -> {
            for (int i = 0; i < count; i++) {
                visitors.add(visitor(0));
            }
        });
    }

    /** Opens one more with a small buffer, which reads nothing once it is in. It is not waited for by broadcasts. */
    void addStalled() throws InterruptedException {
        int before = inside;
        inLoop(() -> stalled.add(visitor(4096)));
        awaitSize(before + 1);
        inLoop(() -> stalled.forEach(Visitor::stall));
    }

    private Visitor visitor(int receiveBuffer) {
        try {
            return new Visitor(this, selector, server, connect, receiveBuffer);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until so many are in. */
    void awaitSize(int size) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (inside < size) {
            if (System.nanoTime() > deadline || lost > 0) {
                throw new IllegalStateException(inside + " of " + size + " clients are in, " + lost + " were lost");
            }
            TimeUnit.MILLISECONDS.sleep(1);
        }
    }

    /** Starts to count anew. */
    Rally rally() {
        Rally fresh = new Rally(visitors.size());
        inLoop(() -> {
            rally = fresh;
            visitors.forEach(Visitor::recount);
        });
        return fresh;
    }

    /** Closes the connections that read nothing. */
    void removeStalled() {
        inLoop(() -> {
            inside -= stalled.size();
            stalled.forEach(Crowd::close);
            stalled.clear();
        });
    }

    /** Closes all connections. */
    void disperse() {
        inLoop(() -> {
            visitors.forEach(Crowd::close);
            stalled.forEach(Crowd::close);
            visitors.clear();
            stalled.clear();
            inside = 0;
            lost = 0;
        });
    }

    @Override
    public void close() {
        disperse();
        open = false;
        selector.wakeup();
    }
}
