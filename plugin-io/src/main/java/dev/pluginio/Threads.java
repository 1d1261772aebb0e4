package dev.pluginio;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The threads of the plugin: its own, daemons, named after it, gone when it stops. */
final class Threads implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Threads.class);
    private static final int AUTHENTICATING = 4;
    private static final int WAITING = 10_000;

    private final ExecutorService blocking;
    private final ScheduledThreadPoolExecutor timer;

    Threads() {
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                AUTHENTICATING,
                AUTHENTICATING,
                30,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(WAITING),
                named("blocking"));
        pool.allowCoreThreadTimeOut(true);
        blocking = pool;
        timer = new ScheduledThreadPoolExecutor(1, named("timer"));
        timer.setRemoveOnCancelPolicy(true);
    }

    /** Runs what may block; rejects when too much waits. */
    ExecutorService blocking() {
        return blocking;
    }

    /** Runs short tasks later. */
    ScheduledThreadPoolExecutor timer() {
        return timer;
    }

    static ThreadFactory named(String purpose) {
        AtomicInteger number = new AtomicInteger();
        ThreadFactory plain = Executors.defaultThreadFactory();
        return task -> {
            Thread thread = plain.newThread(task);
            thread.setName("plugin-io-" + purpose + "-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    /**
     * Threads that call a plugin. They keep nothing of the thread that happens to start them, which may have been
     * calling another plugin.
     */
    static ThreadFactory calling(String plugin) {
        AtomicInteger number = new AtomicInteger();
        return task -> {
            String name = "plugin-io-" + plugin + "-" + number.incrementAndGet();
            Thread thread = new Thread(null, task, name, 0, false);
            thread.setDaemon(true);
            thread.setContextClassLoader(Threads.class.getClassLoader());
            return thread;
        };
    }

    @Override
    public void close() {
        timer.shutdownNow();
        blocking.shutdownNow();
        try {
            if (!blocking.awaitTermination(5, TimeUnit.SECONDS)) {
                LOG.warn("The host's authenticator or permission policy has not returned after 5 s");
            }
            timer.awaitTermination(1, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
