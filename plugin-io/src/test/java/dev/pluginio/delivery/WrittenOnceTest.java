package dev.pluginio.delivery;

import static dev.pluginio.testing.Blog.ARTICLE;
import static dev.pluginio.testing.Blog.published;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pluginio.api.content.Entry;
import dev.pluginio.api.event.ContentChange;
import dev.pluginio.api.realtime.PayloadTransformer;
import dev.pluginio.log.Position;
import dev.pluginio.testing.RecordingClient;
import dev.pluginio.testing.TestContext;
import dev.pluginio.transport.Audience;
import dev.pluginio.transport.Room;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How often an event is written that several clients missed. */
class WrittenOnceTest extends ComebackTesting {

    private static final int MISSED = 20;
    private final AtomicInteger written = new AtomicInteger();
    private Position from = Position.NOWHERE;

    @BeforeEach
    void miss() {
        house.transformers.offer(House.contributions("smith", TestContext.NONE, new PayloadTransformer() {
            @Override
            public Set<String> contentTypes() {
                return Set.of(ARTICLE);
            }

            @Override
            public Map<String, Object> transform(String contentType, Entry visible) {
                written.incrementAndGet();
                return visible.values();
            }
        }));
        from = house.head();
        for (int id = 1; id <= MISSED; id++) {
            house.commit(ContentChange.created(ARTICLE, published(id, "t" + id)));
        }
        house.settle();
        written.set(0);
    }

    private void hasAll(RecordingClient client) {
        hasCaughtUp(client);
        assertThat(client.heard()).hasSize(MISSED);
    }

    @Test
    void onceForAllWhoComeBackTogether() {
        CountDownLatch open = new CountDownLatch(1);
        CompletableFuture<Object> held = house.log.afterAppended(() -> {
            try {
                return open.await(20, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        List<RecordingClient> all =
                Stream.generate(() -> house.back(reader, from)).limit(50).toList();
        open.countDown();
        held.join();
        all.forEach(this::hasAll);

        assertThat(written).hasValue(MISSED);
    }

    @Test
    void onceForThoseWhoComeBackOneAfterTheOther() {
        CatchUp catchUp = at(new AtomicLong());
        for (int i = 0; i < 5; i++) {
            hasAll(back(catchUp));
            house.settle();
        }

        assertThat(written).hasValue(MISSED);
    }

    @Test
    void againForWhoeverComesBackLongAfterAllOthers() {
        AtomicLong nanoTime = new AtomicLong();
        CatchUp catchUp = at(nanoTime);
        hasAll(back(catchUp));
        house.settle();

        nanoTime.addAndGet(Duration.ofSeconds(6).toNanos());
        RecordingClient gone = new RecordingClient(Audience.ROOT, reader);
        gone.disconnect();
        catchUp.begin(gone, from); // a turn in which nobody is given anything
        await().until(() -> catchUp.size() == 0);
        house.settle();
        hasAll(back(catchUp));

        assertThat(written).hasValue(2 * MISSED);
    }

    /** Where this is the time. */
    private CatchUp at(AtomicLong nanoTime) {
        CatchUp.Parts parts = house.parts;
        return new CatchUp(
                new CatchUp.Parts(
                        parts.delivery(),
                        parts.audiences(),
                        parts.log(),
                        parts.waiting(),
                        parts.reading(),
                        parts.timer(),
                        nanoTime::get,
                        parts.observer()),
                100_000_000);
    }

    private RecordingClient back(CatchUp catchUp) {
        RecordingClient client = house.live(reader);
        client.join(Room.BEHIND);
        catchUp.begin(client, from);
        return client;
    }
}
