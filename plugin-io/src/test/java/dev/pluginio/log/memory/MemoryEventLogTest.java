package dev.pluginio.log.memory;

import static dev.pluginio.testing.Blog.ARTICLE;
import static dev.pluginio.testing.Blog.published;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pluginio.api.event.ContentChange;
import dev.pluginio.api.event.ContentEvent;
import dev.pluginio.api.realtime.Reach;
import dev.pluginio.api.realtime.RealtimeException;
import dev.pluginio.log.Announcement;
import dev.pluginio.log.EventLog;
import dev.pluginio.log.LogObserver;
import dev.pluginio.log.Offsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MemoryEventLogTest {

    private final List<ContentEvent> read = new CopyOnWriteArrayList<>();
    private final AtomicInteger gaps = new AtomicInteger();
    private final CountDownLatch reading = new CountDownLatch(1);
    private final CountDownLatch open = new CountDownLatch(1);
    private MemoryEventLog log = withRoomFor(1000);

    private final EventLog.Reader reader = new EventLog.Reader() {
        @Override
        public void next(Announcement announcement, ContentEvent event) {
            reading.countDown();
            try {
                open.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            read.add(event);
        }

        @Override
        public void gap() {
            gaps.incrementAndGet();
        }
    };

    private static MemoryEventLog withRoomFor(int events) {
        return new MemoryEventLog(
                new MemoryEventLog.Settings(events, Duration.ofMillis(20)),
                new Offsets(new SecureRandom()),
                Clock.systemUTC(),
                Executors.defaultThreadFactory(),
                LogObserver.NONE);
    }

    private static Announcement change(long id, int version) {
        return Announcement.of(ContentChange.created(ARTICLE, published(id, "v" + version)));
    }

    @AfterEach
    void close() {
        open.countDown();
        log.close();
    }

    @Test
    void handsOnInTheOrderOfEachWriter() throws Exception {
        log = withRoomFor(10_000);
        log.start(reader);
        open.countDown();
        int writers = 8;
        CyclicBarrier together = new CyclicBarrier(writers);
        List<Thread> threads = new ArrayList<>();
        for (int writer = 0; writer < writers; writer++) {
            long id = writer;
            Thread thread = new Thread(() -> {
                try {
                    together.await();
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
                for (int version = 0; version < 500; version++) {
                    log.append(change(id, version));
                }
            });
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            thread.join();
        }
        log.afterAppended(() -> null).get(60, TimeUnit.SECONDS);

        Map<Object, Integer> next = new HashMap<>();
        for (ContentEvent event : read) {
            Object id = event.change().entry().id();
            int version = next.merge(id, 1, Integer::sum) - 1;
            assertThat(event.change().entry().values()).containsEntry("title", "v" + version);
        }
        assertThat(read).hasSize(writers * 500);
        assertThat(read).extracting(ContentEvent::offset).doesNotHaveDuplicates();
    }

    @Test
    void runsATaskAfterAllThatWasAppendedBefore() throws Exception {
        log.start(reader);
        log.append(change(1, 1));
        var seen = log.afterAppended(read::size);
        assertThat(seen).isNotDone();
        open.countDown();

        assertThat(seen.get(60, TimeUnit.SECONDS)).isEqualTo(1);
    }

    @Test
    void tellsOfAGapWhenThereWasNoRoom() throws Exception {
        log = withRoomFor(2);
        log.start(reader);
        log.append(change(0, 1));
        reading.await();
        for (int i = 1; i < 10; i++) {
            log.append(change(i, 1)); // two wait
        }
        open.countDown();
        log.close();

        assertThat(read).hasSize(3);
        assertThat(gaps).hasValue(1);
    }

    @Test
    void handsOnWhatWasAppendedBeforeTheStopAndRefusesWhatComesAfter() {
        log.start(reader);
        log.append(change(1, 1));
        open.countDown();
        log.close();
        log.append(change(2, 1));

        assertThat(read).hasSize(1);
        assertThat(log.afterAppended(() -> 1))
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .withCauseInstanceOf(RealtimeException.class);
    }

    @Test
    void leavesNobodyWaitingForWhatIsNotHandedOnAnyMore() {
        log.append(change(1, 1));
        CompletableFuture<Reach> reach = new CompletableFuture<>();
        log.append(new Announcement(change(2, 1).change(), null, reach));
        CompletableFuture<Integer> task = log.afterAppended(() -> 1);

        log.close(); // was never started

        assertThat(reach).isCompletedWithValue(Reach.NOBODY);
        assertThat(task).isCompletedExceptionally();
    }

    @Test
    void keepsReadingAfterAReaderThatFails() {
        log.start(new EventLog.Reader() {
            @Override
            public void next(Announcement announcement, ContentEvent event) {
                read.add(event);
                throw new AssertionError("broken");
            }

            @Override
            public void end(String transaction, String offset) {
                throw new AssertionError("broken");
            }

            @Override
            public void gap() {}
        });
        log.append(change(1, 1));
        log.keepTogether(true);
        log.append(change(2, 1));
        log.append(change(3, 1));
        log.close();

        assertThat(read).hasSize(3);
    }
}
