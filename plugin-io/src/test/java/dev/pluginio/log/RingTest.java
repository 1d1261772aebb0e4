package dev.pluginio.log;

import static dev.pluginio.testing.Blog.ARTICLE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pluginio.api.content.Entry;
import dev.pluginio.api.event.ContentChange;
import dev.pluginio.api.event.ContentEvent;
import dev.pluginio.log.Journal.Kept;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RingTest {

    private final Hands clock = new Hands();
    private final Retention retention = new Retention(20, 30_000, Duration.ofSeconds(60));
    private final Ring ring = new Ring(retention, Position.BEGINNING, clock);

    /** All that ever was, and up to where it is forgotten: the plainest thing that can be right. */
    private final List<Kept> all = new ArrayList<>();

    private long floor;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void isWhatAPlainListWouldBe(long seed) {
        Random dice = new Random(seed);
        long sequence = 0;
        Retention now = retention;
        for (int step = 0; step < 3_000; step++) {
            switch (dice.nextInt(20)) {
                case 0 -> clock.pass(Duration.ofSeconds(dice.nextInt(40)));
                case 1 -> {
                    sequence += 1 + dice.nextInt(2);
                    ring.gap(new Position(sequence));
                    floor = sequence;
                }
                case 2 -> {
                    now = new Retention(
                            dice.nextInt(30), 5_000 + dice.nextInt(40_000), Duration.ofSeconds(1 + dice.nextInt(90)));
                    ring.reconfigure(now);
                    if (!now.isKeeping()) {
                        floor = sequence;
                    }
                }
                case 3 -> {
                    List<Kept> left = left();
                    Kept lacking = left.isEmpty() ? null : left.get(dice.nextInt(left.size()));
                    ring.require(kept -> lacking == null || kept != lacking.announcement());
                    floor = lacking == null ? floor : lacking.position().sequence();
                }
                default -> {
                    sequence += 1 + dice.nextInt(2);
                    add(sequence, dice.nextInt(8), "x".repeat(dice.nextInt(3) == 0 ? 4_000 : 10));
                    if (!now.isKeeping()) {
                        floor = sequence;
                    }
                }
            }
            forget(now);
            compare(new Position(dice.nextInt((int) sequence + 2)), 1 + dice.nextInt(12), sequence);
        }
        assertThat(all).hasSizeGreaterThan(1_000);
    }

    private void add(long sequence, long id, String title) {
        ContentChange change = ContentChange.created(ARTICLE, Entry.of(id, Map.of("title", title)));
        ContentEvent event = new ContentEvent(change, clock.instant(), "o" + sequence);
        Announcement announcement = Announcement.of(change);
        ring.add(new Position(sequence), announcement, event);
        all.add(new Kept(new Position(sequence), announcement, event));
    }

    private List<Kept> left() {
        return all.stream().filter(kept -> kept.position().sequence() > floor).toList();
    }

    private void forget(Retention now) {
        Instant oldest = clock.instant().minus(now.age());
        List<Kept> left = left();
        while (!left.isEmpty()
                && (left.size() > now.events()
                        || left.stream()
                                        .mapToLong(
                                                kept -> Weight.of(kept.event().change()))
                                        .sum()
                                > now.bytes()
                        || left.get(0).event().at().isBefore(oldest))) {
            floor = left.get(0).position().sequence();
            left = left();
        }
    }

    private void compare(Position from, int most, long last) {
        List<Kept> left = left();
        boolean reaches = from.sequence() >= floor;
        assertThat(ring.reaches(from)).isEqualTo(reaches);
        assertThat(ring.after(from, most))
                .isEqualTo(
                        reaches
                                ? Optional.of(left.stream()
                                        .filter(kept -> kept.position().isAfter(from))
                                        .limit(most)
                                        .toList())
                                : Optional.empty());
        assertThat(ring.size()).isEqualTo(left.size());
        assertThat(ring.reaches(new Position(last))).isTrue();
        assertThat(ring.reaches(Position.NOWHERE)).isFalse();
        for (Kept kept : left) {
            ContentChange newest = null;
            for (Kept other : left) {
                if (other.event()
                        .change()
                        .entry()
                        .id()
                        .equals(kept.event().change().entry().id())) {
                    newest = other.event().change();
                }
            }
            assertThat(ring.newest(kept.event().change())).isSameAs(newest);
        }
    }

    @Test
    void countsWhatItHolds() {
        add(1, 1, "x".repeat(2_000));
        long one = ring.bytes();
        add(2, 2, "x".repeat(2_000));

        assertThat(one).isBetween(4_000L, 8_000L);
        assertThat(ring.bytes()).isEqualTo(2 * one);
        ring.gap(new Position(3));
        assertThat(ring.bytes()).isZero();
    }

    /** A clock that goes when it is told to. */
    private static final class Hands extends Clock {
        private Instant now = Instant.EPOCH;

        void pass(Duration time) {
            now = now.plus(time);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
