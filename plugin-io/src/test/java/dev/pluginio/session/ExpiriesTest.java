package dev.pluginio.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Delayed;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ExpiriesTest {

    private static final class Stay extends Expiries.Expiry {}

    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
    private final List<Stay> ended = new CopyOnWriteArrayList<>();
    private final Expiries<Stay> expiries =
            new Expiries<>(new Later(timer), Clock.fixed(NOW, ZoneOffset.UTC), ended::add);

    ExpiriesTest() {
        timer.setRemoveOnCancelPolicy(true);
    }

    @AfterEach
    void stop() {
        timer.shutdownNow();
    }

    @Test
    void endsThoseThatAreOverAndNoOthersByOneTimer() {
        Stay last = new Stay();
        Stay first = new Stay();
        Stay later = new Stay();
        expiries.begin(later, inMillis(3_600_000));
        expiries.begin(last, inMillis(2));
        expiries.begin(first, inMillis(1));

        await().untilAsserted(() -> assertThat(ended).containsExactlyInAnyOrder(first, last));
        await().untilAsserted(() -> assertThat(secondsLeft()).isBetween(3_000L, 3_600L));
    }

    @Test
    void aLaterWordOnTheEndStandsThoughItCameFirst() {
        Stay stay = new Stay();

        expiries.move(stay, inMillis(3_600_000));
        expiries.begin(stay, inMillis(60_000));

        assertThat(secondsLeft()).isBetween(3_000L, 3_600L);
    }

    @Test
    void whoHasLeftIsEndedByNothing() {
        Stay stay = new Stay();
        expiries.begin(stay, inMillis(60_000));
        expiries.cancel(stay);
        expiries.move(stay, Optional.of(NOW));

        assertThat(timer.getQueue()).isEmpty();
        assertThat(ended).isEmpty();
    }

    @Test
    void anEndBeyondAllClocksIsNoMistake() {
        expiries.begin(new Stay(), Optional.of(Instant.MAX));
        assertThat(timer.getQueue()).hasSize(1);

        Stay over = new Stay();
        expiries.begin(over, Optional.of(Instant.MIN));
        await().untilAsserted(() -> assertThat(ended).containsExactly(over));
    }

    private long secondsLeft() {
        assertThat(timer.getQueue()).hasSize(1);
        return ((Delayed) timer.getQueue().element()).getDelay(TimeUnit.SECONDS);
    }

    private static Optional<Instant> inMillis(long millis) {
        return Optional.of(NOW.plusMillis(millis));
    }
}
