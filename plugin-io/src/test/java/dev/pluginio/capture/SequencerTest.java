package dev.pluginio.capture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pluginio.api.content.Action;
import dev.pluginio.api.content.Entry;
import dev.pluginio.api.event.ContentChange;
import dev.pluginio.capture.Sequencer.Ticket;
import dev.pluginio.log.Announcement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;

/** B18, B19, B20: what is handed on keeps the order of tickets, whatever order transactions end in. */
class SequencerTest {

    private static final String TAG = "api::tag.tag";

    private final RecordingLog log = new RecordingLog();
    private final CountingObserver observer = new CountingObserver();
    private final List<Runnable> alarms = new ArrayList<>();
    private final Sequencer sequencer =
            new Sequencer(log, Duration.ofSeconds(10), (delay, task) -> addAlarm(task), observer);

    private synchronized void addAlarm(Runnable task) {
        alarms.add(task);
    }

    private static EntryKey key(long id) {
        return new EntryKey(TAG, id);
    }

    private static Announcement told(long id, String word) {
        return Announcement.of(ContentChange.of(TAG, new Action(word), Entry.of(id, Map.of())));
    }

    private Ticket drawn(long... ids) {
        Ticket ticket = sequencer.open();
        for (long id : ids) {
            ticket.draw(List.of(key(id)));
        }
        return ticket;
    }

    @Test
    void handsOnInTheOrderOfTickets() {
        Ticket first = drawn(1);
        Ticket second = drawn(1);
        Ticket third = drawn(1);
        third.committed(List.of(told(1, "c")));
        second.committed(List.of(told(1, "b")));
        assertThat(log.names()).isEmpty();
        first.committed(List.of(told(1, "a")));
        assertThat(log.names()).containsExactly("tag:a", "tag:b", "tag:c");
        assertThat(sequencer.waitingEntries()).isZero();
    }

    @Test
    void losesOnlyWhatTheLogRefuses() {
        RecordingLog refusing = new RecordingLog() {
            @Override
            public synchronized void append(Announcement announcement) {
                if (announcement.change().action().name().equals("b")) {
                    throw new AssertionError("refused");
                }
                super.append(announcement);
            }
        };
        Sequencer picky = new Sequencer(refusing, Duration.ofSeconds(10), (delay, task) -> addAlarm(task), observer);
        picky.open().committed(List.of(told(1, "a"), told(2, "b"), told(3, "c")));
        assertThat(refusing.names()).containsExactly("tag:a", "tag:c");
    }

    @Test
    void letsOthersGoWhenATransactionIsGivenUp() {
        Ticket first = drawn(1, 2);
        Ticket second = drawn(2);
        second.committed(List.of(told(2, "b")));
        assertThat(log.names()).isEmpty();
        first.givenUp();
        assertThat(log.names()).containsExactly("tag:b");
        assertThat(sequencer.waitingEntries()).isZero();
    }

    @Test
    void doesNotHoldUpOtherEntries() {
        drawn(1);
        Ticket other = drawn(2);
        other.committed(List.of(told(2, "b")));
        assertThat(log.names()).containsExactly("tag:b");
    }

    @Test
    void overtakesWhoHoldsUpOthersTooLongAndCountsIt() {
        Ticket stuck = drawn(1);
        Ticket second = drawn(1);
        Ticket third = drawn(1);
        third.committed(List.of(told(1, "c")));
        second.committed(List.of(told(1, "b")));
        assertThat(alarms).hasSize(2);
        alarms.get(0).run();
        assertThat(log.names()).containsExactly("tag:b", "tag:c");
        assertThat(observer.overtaken).hasValue(1);
        alarms.get(1).run();
        stuck.committed(List.of(told(1, "a")));
        assertThat(log.names()).containsExactly("tag:b", "tag:c", "tag:a");
        assertThat(observer.overtaken).hasValue(1);
        assertThat(sequencer.waitingEntries()).isZero();
    }

    @Test
    void freesThoseThatHoldUpEachOther() {
        Ticket one = drawn(1);
        Ticket two = drawn(2);
        one.draw(List.of(key(2)));
        two.draw(List.of(key(1)));
        one.committed(List.of(told(1, "a")));
        two.committed(List.of(told(2, "b")));
        assertThat(log.names()).isEmpty();
        alarms.forEach(Runnable::run);
        assertThat(log.names()).containsExactly("tag:a", "tag:b");
        assertThat(sequencer.waitingEntries()).isZero();
    }

    @Test
    void losesNothingOfATransactionWhoseFirstChangeTheLogRefuses() {
        Sequencer refusing = new Sequencer(
                new RecordingLog() {
                    @Override
                    public synchronized void append(Announcement announcement) {
                        if (announcement.change().action().name().equals("bad")) {
                            throw new IllegalStateException("refused");
                        }
                        log.append(announcement);
                    }
                },
                Duration.ofSeconds(10),
                (delay, task) -> {},
                observer);
        refusing.open().committed(List.of(told(1, "bad"), told(1, "good")));
        assertThat(log.names()).containsExactly("tag:good");
        assertThat(observer.failed).hasValue(1);
    }

    /** Writers lock rows in order, as a database makes them, and end in any order and on any thread. */
    @Test
    void keepsTheOrderOfLocksForManyWriters() throws Exception {
        int entries = 4;
        ReentrantLock[] rows = new ReentrantLock[entries];
        List<List<Integer>> drawn = new ArrayList<>();
        for (int i = 0; i < entries; i++) {
            rows[i] = new ReentrantLock();
            drawn.add(new ArrayList<>());
        }
        AtomicInteger numbers = new AtomicInteger();
        ExecutorService writers = Executors.newFixedThreadPool(16);
        ExecutorService callbacks = Executors.newFixedThreadPool(8);
        List<Future<?>> all = new ArrayList<>();
        for (int writer = 0; writer < 16; writer++) {
            Random random = new Random(writer);
            all.add(writers.submit(() -> {
                List<Future<?>> ends = new ArrayList<>();
                for (int round = 0; round < 300; round++) {
                    ends.add(write(random, rows, drawn, numbers, callbacks));
                }
                for (Future<?> end : ends) {
                    end.get(30, TimeUnit.SECONDS);
                }
                return null;
            }));
        }
        for (Future<?> one : all) {
            one.get(60, TimeUnit.SECONDS);
        }
        writers.shutdown();
        callbacks.shutdown();
        for (int i = 0; i < entries; i++) {
            long id = i;
            assertThat(log.changes().stream()
                            .filter(change -> change.entry().id().equals(id))
                            .map(change ->
                                    Integer.valueOf(change.action().name().substring(1))))
                    .containsExactlyElementsOf(drawn.get(i));
        }
        assertThat(sequencer.waitingEntries()).isZero();
    }

    private Future<?> write(
            Random random,
            ReentrantLock[] rows,
            List<List<Integer>> drawn,
            AtomicInteger numbers,
            ExecutorService callbacks) {
        int low = random.nextInt(rows.length);
        int high = low + random.nextInt(rows.length - low);
        boolean commits = random.nextInt(4) > 0;
        int number = numbers.incrementAndGet();
        Ticket ticket = sequencer.open();
        List<Announcement> announcements = new ArrayList<>();
        List<EntryKey> keys = new ArrayList<>();
        for (int row = low; row <= high; row++) {
            rows[row].lock();
            keys.add(key(row));
        }
        ticket.draw(keys);
        for (int row = low; row <= high; row++) {
            if (commits) {
                drawn.get(row).add(number);
                announcements.add(told(row, "n" + number));
            }
        }
        for (int row = low; row <= high; row++) {
            rows[row].unlock();
        }
        return callbacks.submit(() -> {
            if (commits) {
                ticket.committed(announcements);
            } else {
                ticket.givenUp();
            }
        });
    }

    @Test
    void whoWatchesAnEntryWaitsUntilItsTicketsWereHandedOnAndCountsNewOnes() {
        Sequencer.Watch watch = sequencer.watch(key(1));
        Ticket first = drawn(1);
        Ticket second = drawn(1, 2);
        drawn(2).givenUp();

        CompletableFuture<Long> quiet = watch.quiet();
        second.committed(List.of(told(1, "b")));
        assertThat(quiet).isNotDone();
        quiet.thenRun(() -> log.append(told(1, "quiet")));
        first.givenUp();

        assertThat(quiet).isCompletedWithValue(2L);
        assertThat(log.changes())
                .as("quiet only after all was handed on")
                .extracting(change -> change.action().name())
                .containsExactly("b", "quiet");
        assertThat(watch.drawn()).isEqualTo(2);
        drawn(1).givenUp();
        assertThat(watch.drawn()).isEqualTo(3);
        assertThat(watch.quiet()).isCompletedWithValue(3L);
        watch.close();
        watch.close();
        assertThat(sequencer.watch(key(1)).drawn()).isZero();
    }

    @Test
    void whoBeginsToListenWaitsForTransactionsThatAskedBeforeButNotForever() {
        Unheard.Phase before = sequencer.unheard().enter();
        CompletableFuture<?> first = sequencer.unheard().ended();
        Unheard.Phase after = sequencer.unheard().enter();
        assertThat(first).isNotDone();
        before.leave();
        assertThat(first).isCompleted();

        CompletableFuture<?> second = sequencer.unheard().ended();
        CompletableFuture<?> third = sequencer.unheard().ended();
        assertThat(second).isNotDone();
        assertThat(third).as("it waits for those before it, too").isNotDone();
        alarms.forEach(Runnable::run);
        assertThat(second).isCompleted();
        assertThat(third).isCompleted();
        after.leave();
    }
}
