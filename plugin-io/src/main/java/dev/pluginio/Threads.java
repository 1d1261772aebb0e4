package dev.pluginio;

import java.security.AccessController;
import java.security.PrivilegedAction;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
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
    private static final int READING = 4;
    private static final int CALLING_BACK = 4;
    private static final long IDLE_SECONDS = 30;
    private static final int WAITING = 10_000;

    private final ExecutorService blocking;
    private final ExecutorService reading;
    private final ExecutorService callbacks;
    private final ExecutorService enforcing;
    private final ScheduledThreadPoolExecutor timer;
    private final ScheduledThreadPoolExecutor configuring;

    Threads() {
        blocking = pool(AUTHENTICATING, new ArrayBlockingQueue<>(WAITING), "blocking");
        reading = pool(READING, new ArrayBlockingQueue<>(WAITING), "reading");
        ThreadPoolExecutor calling = pool(CALLING_BACK, new LinkedBlockingQueue<>(), "callbacks");
        calling.setRejectedExecutionHandler((task, pool) -> task.run());
        callbacks = calling;
        enforcing = pool(1, new LinkedBlockingQueue<>(), "enforcing");
        timer = new ScheduledThreadPoolExecutor(1, named("timer"));
        timer.setRemoveOnCancelPolicy(true);
        configuring = new ScheduledThreadPoolExecutor(1, named("configuration"));
    }

    /** Authenticates clients, which may block; rejects when too much waits. */
    ExecutorService blocking() {
        return blocking;
    }

    /** Reads entries of the host, which may block; rejects when too much waits. */
    ExecutorService reading() {
        return reading;
    }

    /**
     * Runs what others wish to do when something of ours is done, which may block. Never rejects, because they would wait
     * for ever: each task is the end of something that was begun before, and those are bounded. After the end, it runs
     * tasks where they are given.
     */
    ExecutorService callbacks() {
        return callbacks;
    }

    /** Asks the host for the rights that hold now, which may block, on one thread of its own. */
    ExecutorService enforcing() {
        return enforcing;
    }

    /** Runs short tasks later; nothing that may block. */
    ScheduledThreadPoolExecutor timer() {
        return timer;
    }

    /** Reads the configuration again, and looks whether it was changed, on one thread of its own. */
    ScheduledThreadPoolExecutor configuring() {
        return configuring;
    }

    private static ThreadPoolExecutor pool(int size, BlockingQueue<Runnable> queue, String purpose) {
        ThreadPoolExecutor pool =
                new ThreadPoolExecutor(size, size, IDLE_SECONDS, TimeUnit.SECONDS, queue, named(purpose));
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    /**
     * Threads named after a purpose, or the plugin that they call. They keep nothing of the thread that happens to start
     * them, which may be calling a plugin.
     */
    static ThreadFactory named(String purpose) {
        AtomicInteger number = new AtomicInteger();
        return task -> {
            Thread thread = bare(task, "plugin-io-" + purpose + "-" + number.incrementAndGet());
            thread.setDaemon(true);
            thread.setPriority(Thread.NORM_PRIORITY);
            thread.setContextClassLoader(Threads.class.getClassLoader());
            return thread;
        };
    }

    /** A thread without the access control context of its maker, which would keep the class loaders of all its callers. */
    @SuppressWarnings("removal")
    private static Thread bare(Runnable task, String name) {
        return AccessController.doPrivileged((PrivilegedAction<Thread>) () -> new Thread(null, task, name, 0, false));
    }

    @Override
    public void close() {
        timer.shutdownNow();
        blocking.shutdownNow();
        reading.shutdownNow();
        callbacks.shutdown();
        enforcing.shutdownNow();
        configuring.shutdownNow();
        try {
            if (!blocking.awaitTermination(5, TimeUnit.SECONDS)) {
                LOG.warn("The host's authenticator or permission policy has not returned after 5 s");
            }
            timer.awaitTermination(1, TimeUnit.SECONDS);
            callbacks.awaitTermination(1, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        callbacks.shutdownNow();
    }
}
