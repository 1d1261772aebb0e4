package dev.pluginio.session.handlers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pluginio.api.access.Authentication;
import dev.pluginio.api.content.Entry;
import dev.pluginio.api.realtime.AudienceRule;
import dev.pluginio.api.realtime.HandshakeFilter;
import dev.pluginio.api.realtime.Hearers;
import dev.pluginio.api.realtime.IoContext;
import dev.pluginio.api.realtime.IoHook;
import dev.pluginio.api.realtime.Reply;
import dev.pluginio.api.realtime.RoomPolicy;
import dev.pluginio.testing.Blog;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Plugins hear when plugin-io begins to work for them, and when it ends. */
class HooksTest extends HandlersTesting {

    private final class Recording implements IoHook {
        private final String name;

        private Recording(String name) {
            this.name = name;
        }

        @Override
        public void init(IoContext context) {
            log.add(name + " init");
        }

        @Override
        public void ready(IoContext context) {
            log.add(name + " ready");
        }

        @Override
        public void stopping(IoContext context) {
            log.add(name + " stopping");
        }
    }

    private void logged(String... expected) {
        await().untilAsserted(() -> assertThat(log).containsExactly(expected));
    }

    @Test
    void tellsHooksInOrderAndOfTheEndBackwards() {
        handlers.offer(List.of(Offer.of("a", new Recording("one"), new Recording("two"))));
        logged("one init", "two init");

        handlers.ready();
        logged("one init", "two init", "one ready", "two ready");
        handlers.offer(List.of());

        assertThat(log)
                .containsExactly("one init", "two init", "one ready", "two ready", "two stopping", "one stopping");
    }

    @Test
    void tellsHooksThatPluginIoStops() {
        handlers.ready();
        handlers.offer(List.of(Offer.of("a", new Recording("one"))));
        logged("one init", "one ready");

        handlers.close();

        assertThat(log).containsExactly("one init", "one ready", "one stopping");
    }

    /** That its hooks have begun is noted on a thread of the plugin, which may be about it just when all are let go. */
    @Test
    void waitsForTheEndOfHooksThatHaveJustBegun() {
        handlers.ready();
        handlers.onChange(() -> {
            while (Thread.currentThread().getName().equals("test-b")
                    && !handlers.all(IoHook.class).isEmpty()) {
                Thread.onSpinWait();
            }
        });
        handlers.offer(List.of(Offer.of("a", new Leaving(50)), Offer.of("b", new Recording("one"), new Leaving(200))));
        logged("one init", "one ready");

        handlers.close();

        assertThat(log).containsExactly("one init", "one ready", "one stopping");
    }

    /** Takes its time to leave. */
    private record Leaving(long millis) implements IoHook {
        @Override
        public void stopping(IoContext context) throws InterruptedException {
            new CountDownLatch(1).await(millis, TimeUnit.MILLISECONDS);
        }
    }

    @Test
    void callsHandlersOfAPluginWhenItsHooksHaveBegun() {
        CountDownLatch go = new CountDownLatch(1);
        IoHook slow = new IoHook() {
            @Override
            public void init(IoContext context) throws InterruptedException {
                go.await(10, TimeUnit.SECONDS);
            }
        };
        handlers.offer(List.of(
                Offer.of("a", slow, on("a", event -> Reply.success())),
                Offer.of("b", on("b", event -> Reply.success()))));
        Lane lane = arrive();

        assertThat(ask(lane, "a")).isFalse();
        assertThat(ask(lane, "b")).isTrue();
        go.countDown();

        await().until(() -> ask(lane, "a"));
    }

    /** A plugin that forbids something does so from its start, however long its hooks take to begin. */
    @Test
    void whatForbidsHoldsWhileHooksStillBegin() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        IoHook slow = new IoHook() {
            @Override
            public void init(IoContext context) throws InterruptedException {
                go.await(10, TimeUnit.SECONDS);
            }
        };
        HandshakeFilter closed = (request, context) -> Optional.of(new Authentication.Refused("closed", "Closed"));
        RoomPolicy strict = new RoomPolicy() {};
        AudienceRule nobody = new AudienceRule() {
            @Override
            public Set<String> contentTypes() {
                return Set.of(Blog.ARTICLE);
            }

            @Override
            public Hearers hearers(String contentType, Entry state) {
                return Hearers.of();
            }
        };

        handlers.offer(List.of(Offer.of("a", slow, closed, strict, nobody)));

        assertThat(handlers.isFiltering()).isTrue();
        assertThat(handlers.all(RoomPolicy.class)).hasSize(1);
        assertThat(handlers.all(AudienceRule.class)).hasSize(1);
        go.countDown();
    }

    @Test
    void isNotHarmedByHooksThatThrowOrHang() {
        limitedTo(Duration.ofSeconds(1), 100);
        IoHook bad = new IoHook() {
            @Override
            public void init(IoContext context) throws Exception {
                throw new IllegalStateException("broken");
            }

            @Override
            public void ready(IoContext context) throws Exception {
                new CountDownLatch(1).await();
            }

            @Override
            public void stopping(IoContext context) {
                throw new StackOverflowError();
            }
        };
        handlers.ready();
        handlers.offer(List.of(Offer.of("a", bad, new Recording("good"), on("a", event -> Reply.success()))));
        Lane lane = arrive();

        logged("good init", "good ready");
        await().until(() -> ask(lane, "a"));
        handlers.offer(List.of());

        logged("good init", "good ready", "good stopping");
    }

    @Test
    void beginsAndEndsWithHooksThatAreSwitchedOnAndOff() {
        handlers.ready();
        handlers.offer(List.of(Offer.of("a", new Recording("one"))));
        logged("one init", "one ready");
        Arrangement.Named off = new Arrangement.Named(null, Recording.class.getName(), null, false, Map.of());

        handlers.reconfigure(new Arrangement(List.of(), List.of(off)));
        logged("one init", "one ready", "one stopping");
        handlers.reconfigure(Arrangement.NONE);

        logged("one init", "one ready", "one stopping", "one init", "one ready");
    }

    @Test
    void endsWithTheSettingsThatAHookBeganWith() {
        IoHook hook = new IoHook() {
            @Override
            public void init(IoContext context) {
                log.add("init " + context.settings());
            }

            @Override
            public void stopping(IoContext context) {
                log.add("stopping " + context.settings());
            }
        };
        String type = hook.getClass().getName();
        handlers.ready();
        handlers.reconfigure(new Arrangement(
                List.of(), List.of(new Arrangement.Named(null, type, null, true, Map.of("queue", "news")))));
        handlers.offer(List.of(Offer.of("a", hook)));
        logged("init {queue=news}");

        handlers.reconfigure(
                new Arrangement(List.of(), List.of(new Arrangement.Named(null, type, null, false, Map.of()))));

        logged("init {queue=news}", "stopping {queue=news}");
    }
}
