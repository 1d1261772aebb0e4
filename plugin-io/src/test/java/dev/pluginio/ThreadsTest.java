package dev.pluginio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ThreadsTest {

    /** What a plugin does that causes a thread of ours to be started; loaded by a class loader of its own. */
    public static final class Caller implements Runnable {
        private final Runnable step;

        public Caller(Runnable step) {
            this.step = step;
        }

        @Override
        public void run() {
            step.run();
        }
    }

    private static final class PluginLoader extends ClassLoader {
        Class<?> load(Class<?> type) throws IOException {
            try (InputStream code =
                    type.getResourceAsStream("/" + type.getName().replace('.', '/') + ".class")) {
                byte[] bytes = code.readAllBytes();
                return defineClass(type.getName(), bytes, 0, bytes.length, null);
            }
        }
    }

    private static WeakReference<ClassLoader> startedByAPlugin(ThreadFactory threads, Runnable task) throws Exception {
        PluginLoader loader = new PluginLoader();
        Runnable start = () -> threads.newThread(task).start();
        Runnable caller = (Runnable)
                loader.load(Caller.class).getConstructor(Runnable.class).newInstance(start);
        Thread thread = new Thread(caller);
        thread.setContextClassLoader(loader);
        thread.start();
        thread.join();
        return new WeakReference<>(loader);
    }

    /** Promise 6: a thread of ours that was first needed by a plugin outlives that plugin and keeps nothing of it. */
    @Test
    void keepsNothingOfThePluginThatHappensToStartAThread() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        CompletableFuture<ClassLoader> context = new CompletableFuture<>();

        WeakReference<ClassLoader> plugin = startedByAPlugin(Threads.named("test"), () -> {
            context.complete(Thread.currentThread().getContextClassLoader());
            try {
                end.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });

        assertThat(context).succeedsWithin(Duration.ofSeconds(60)).isSameAs(Threads.class.getClassLoader());
        await().until(() -> {
            System.gc();
            return plugin.get() == null;
        });
        end.countDown();
    }

    @Test
    void authenticatesWhileAllCallbacksAreHeldUp() {
        CountDownLatch end = new CountDownLatch(1);
        try (Threads threads = new Threads()) {
            for (int i = 0; i < 20; i++) {
                threads.callbacks().execute(() -> {
                    try {
                        end.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });
            }

            assertThat(CompletableFuture.supplyAsync(() -> "ann", threads.blocking()))
                    .succeedsWithin(Duration.ofSeconds(60));
            assertThat(CompletableFuture.supplyAsync(() -> "rights", threads.enforcing()))
                    .succeedsWithin(Duration.ofSeconds(60));
            end.countDown();
        }
    }

    /** Whoever waits for something of ours hears of it, however much waits, and after the end. */
    @Test
    void endsWhatOthersWaitForInAnyCase() {
        Threads threads = new Threads();
        CountDownLatch go = new CountDownLatch(1);
        AtomicInteger done = new AtomicInteger();
        for (int i = 0; i < 20_000; i++) {
            threads.callbacks().execute(() -> {
                try {
                    go.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                done.incrementAndGet();
            });
        }
        go.countDown();

        threads.close();
        threads.callbacks().execute(done::incrementAndGet);

        assertThat(done).hasValue(20_001);
    }
}
