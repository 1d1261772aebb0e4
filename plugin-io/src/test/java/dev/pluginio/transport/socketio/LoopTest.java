package dev.pluginio.transport.socketio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pluginio.transport.Arguments;
import dev.pluginio.transport.Audience;
import dev.pluginio.transport.Emission;
import dev.pluginio.transport.Pages;
import dev.pluginio.transport.TransportObserver;
import dev.pluginio.transport.TransportSettings;
import dev.pluginio.transport.socketio.limit.Doorkeeper;
import io.netty.channel.EventLoop;
import io.netty.channel.nio.NioEventLoopGroup;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How work gets to the event loops. */
class LoopTest {

    private final NioEventLoopGroup executors = new NioEventLoopGroup(2);
    private final EventLoop first = executors.next();
    private final EventLoop second = executors.next();
    private final Hub hub = new Hub(Set.of("/"), List.of(first, second), TransportObserver.NONE, System::nanoTime);

    @AfterEach
    void stop() {
        executors.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }

    /** Two that wait for one another would stand still. */
    @Test
    void neverHasALoopWaitForAnother() {
        var held = new CountDownLatch(1);
        second.execute(() -> {
            try {
                held.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        try {
            var handedOver = CompletableFuture.runAsync(
                    () -> {
                        for (int i = 0; i < 10_000; i++) {
                            hub.loop(second).submitEmission(() -> {});
                        }
                    },
                    first);

            // another thread would be held up for five seconds by each of those that there is no room for
            assertThat(handedOver).succeedsWithin(Duration.ofSeconds(60));
        } finally {
            held.countDown();
        }
    }

    @Test
    void goesOnAfterAnError() {
        Loop loop = hub.loop(first);
        loop.submit(() -> {
            throw new StackOverflowError("test");
        });

        assertThat(loop.settled()).succeedsWithin(Duration.ofSeconds(60));
    }

    /** Whoever comes while very much is to be done waits for a part of it only. */
    @Test
    void looksAtWhatElseThereIsBeforeAllThatItWasHandedIsDone() {
        Loop loop = hub.loop(first);
        var done = new AtomicInteger();
        var seen = new CompletableFuture<Integer>();
        first.execute(() -> {
            for (int i = 0; i < 10_000; i++) {
                loop.submit(done::incrementAndGet);
            }
            // what is due is looked at once an iteration, as the network is
            first.schedule(() -> seen.complete(done.get()), 0, TimeUnit.NANOSECONDS);
        });

        assertThat(seen)
                .succeedsWithin(Duration.ofSeconds(60))
                .satisfies(number -> assertThat(number).isLessThan(10_000));
        assertThat(loop.settled()).succeedsWithin(Duration.ofSeconds(60));
        assertThat(done).hasValue(10_000);
    }

    /** Else a client that reads well would be sent away, for what piled up before it was its turn. */
    @Test
    void handsOutNoMoreToManyThanAFewHundredBeforeTheyAllAreFlushed() {
        Loop loop = hub.loop(first);
        Space space = hub.space("/");
        loop.submit(() -> sessions(loop, 640)
                .forEach(session ->
                        loop.share(space).enter(new Member(session.id(), space, session, Set.of(), "attachment"))));
        var emission = new Emission("news", Arguments.of(new byte[] {'1'}), Audience.everyone("/"));
        Encoded packet = hub.encoded("/", "news", emission.arguments());
        var emitted = new AtomicInteger();
        var before = new CompletableFuture<Integer>();
        first.execute(() -> {
            loop.submit(() -> loop.emit(space, emission, packet));
            loop.settled().thenRun(() -> before.complete(emitted.get()));
            for (int i = 0; i < 3_000; i++) {
                loop.submitEmission(() -> {
                    loop.emit(space, emission, packet);
                    emitted.incrementAndGet();
                });
            }
        });

        assertThat(before)
                .succeedsWithin(Duration.ofSeconds(60))
                .satisfies(number -> assertThat(number).isLessThan(600));
        assertThat(loop.settled()).succeedsWithin(Duration.ofSeconds(60));
        assertThat(emitted).as("all go out in the end").hasValue(3_000);
    }

    private List<Session> sessions(Loop loop, int number) {
        TransportSettings settings = RunningTransport.settings(
                0, 1_000_000, Duration.ofSeconds(25), Duration.ofSeconds(20), Duration.ofSeconds(45));
        var sessions = new Sessions(new SecureRandom(), new Doorkeeper(settings.limits(), System::nanoTime));
        var surroundings = new Surroundings(
                settings,
                TransportObserver.NONE,
                new RunningTransport.Recorder(),
                hub,
                sessions,
                Pages.NONE,
                System::nanoTime);
        var opening = Opening.of(Map.of(), Map.of());
        return Stream.generate(() -> new Session(
                        surroundings, loop, opening, new InetSocketAddress(InetAddress.getLoopbackAddress(), 1)))
                .limit(number)
                .toList();
    }

    @Test
    void doesAllThatItWasHandedWhenItEnds() {
        Loop loop = hub.loop(first);
        var done = new AtomicInteger();
        first.execute(() -> {
            for (int i = 0; i < 10_000; i++) {
                loop.submit(done::incrementAndGet);
            }
        });

        executors.shutdownGracefully(0, 60, TimeUnit.SECONDS).syncUninterruptibly();

        assertThat(done).hasValue(10_000);
    }
}
