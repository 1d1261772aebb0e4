package dev.pluginio.delivery;

import static dev.pluginio.testing.Blog.ARTICLE;
import static dev.pluginio.testing.Blog.published;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pluginio.api.event.ContentChange;
import dev.pluginio.log.Position;
import dev.pluginio.testing.RecordingClient;
import dev.pluginio.transport.Room;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Guards B25: writers write while clients go and come back at random places; a witness who never left knows what was sent. */
class CatchUpRaceTest extends ComebackTesting {

    private static final int WRITERS = 3;
    private static final int DEVICES = 5;
    private static final int STAYS = 25;
    private static final int BURST = 10;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicBoolean over = new AtomicBoolean();

    @AfterEach
    void endThreads() {
        threads.shutdownNow();
    }

    @Test
    void nothingIsMissedNothingComesTwiceAndAllIsInOrder() throws Exception {
        RecordingClient witness = house.live(reader);
        List<Future<?>> writers = new ArrayList<>();
        for (int writer = 0; writer < WRITERS; writer++) {
            long id = writer;
            writers.add(threads.submit(() -> write(id)));
        }
        List<Future<Heard>> devices = new ArrayList<>();
        for (int device = 0; device < DEVICES; device++) {
            devices.add(threads.submit(this::comeAndGo));
        }
        List<Heard> heard = new ArrayList<>();
        for (Future<Heard> device : devices) {
            heard.add(device.get(60, TimeUnit.SECONDS));
        }
        over.set(true);
        for (Future<?> writer : writers) {
            writer.get(60, TimeUnit.SECONDS);
        }
        house.settle();

        List<String> all = Comeback.offsets(witness);
        assertThat(heard).allSatisfy(one -> {
            int first = (int) one.since().sequence();
            assertThat(one.offsets())
                    .isEqualTo(all.subList(first, first + one.offsets().size()));
        });
        assertThat(heard).anySatisfy(one -> assertThat(one.offsets()).hasSizeGreaterThan(300));
    }

    private void write(long id) {
        for (int version = 0; !over.get(); version++) {
            house.commit(ContentChange.updated(ARTICLE, published(id, "old"), published(id, "v" + version)));
            if (version % BURST == 0) {
                house.settle();
            }
        }
    }

    /** What one device heard in all its stays, and where it stood before the first. */
    private record Heard(Position since, List<String> offsets) {}

    private Heard comeAndGo() {
        Position since = house.journal().head();
        Position stood = since;
        List<String> heard = new ArrayList<>();
        for (int stay = 0; stay < STAYS; stay++) {
            RecordingClient client = house.back(reader, stood);
            client.takes(CatchUpRaceTest::sometime);
            int enough = ThreadLocalRandom.current().nextInt(40);
            if (stay % 4 == 0) {
                soon().until(() -> !client.rooms().contains(Room.BEHIND));
            }
            soon().until(() -> client.heard().size() >= enough);
            house.leaves(client);
            List<String> offsets = Comeback.offsets(client);
            heard.addAll(offsets);
            if (!offsets.isEmpty()) {
                stood = house.journal().find(offsets.get(offsets.size() - 1)).orElseThrow();
            }
        }
        return new Heard(since, heard);
    }

    private static ConditionFactory soon() {
        return await().pollInSameThread().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(1));
    }

    private static CompletionStage<Void> sometime() {
        return ThreadLocalRandom.current().nextBoolean()
                ? CompletableFuture.completedFuture(null)
                : CompletableFuture.runAsync(Thread::yield);
    }
}
