package dev.pluginio.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pluginio.api.access.Authentication;
import dev.pluginio.api.access.Principal;
import dev.pluginio.api.access.Role;
import dev.pluginio.session.Expiries.Expiry;
import dev.pluginio.session.rooms.RoomRules;
import dev.pluginio.session.rooms.RoomSettings;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Delayed;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ExpiriesTest {

    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
    private final List<Session> ended = new CopyOnWriteArrayList<>();
    private final Expiries expiries = new Expiries(new Later(timer), Clock.fixed(NOW, ZoneOffset.UTC), ended::add);

    ExpiriesTest() {
        timer.setRemoveOnCancelPolicy(true);
    }

    @AfterEach
    void stop() {
        timer.shutdownNow();
    }

    @Test
    void endsThoseThatAreOverAndNoOthersByOneTimer() {
        Session last = session();
        Session first = session();
        Session later = session();
        expiries.begin(later.expiry(), inMillis(3_600_000));
        expiries.begin(last.expiry(), inMillis(2));
        expiries.begin(first.expiry(), inMillis(1));

        await().untilAsserted(() -> assertThat(ended).containsExactlyInAnyOrder(first, last));
        await().untilAsserted(() -> assertThat(secondsLeft()).isBetween(3_000L, 3_600L));
    }

    @Test
    void aLaterWordOnTheEndStandsThoughItCameFirst() {
        Expiry expiry = session().expiry();

        expiries.move(expiry, inMillis(3_600_000));
        expiries.begin(expiry, inMillis(60_000));

        assertThat(secondsLeft()).isBetween(3_000L, 3_600L);
    }

    @Test
    void whoHasLeftIsEndedByNothing() {
        Session session = session();
        expiries.begin(session.expiry(), inMillis(60_000));
        expiries.cancel(session.expiry());
        expiries.move(session.expiry(), Optional.of(NOW));

        assertThat(timer.getQueue()).isEmpty();
        assertThat(ended).isEmpty();
    }

    @Test
    void anEndBeyondAllClocksIsNoMistake() {
        expiries.begin(session().expiry(), Optional.of(Instant.MAX));
        assertThat(timer.getQueue()).hasSize(1);

        Session over = session();
        expiries.begin(over.expiry(), Optional.of(Instant.MIN));
        await().untilAsserted(() -> assertThat(ended).containsExactly(over));
    }

    private long secondsLeft() {
        assertThat(timer.getQueue()).hasSize(1);
        return ((Delayed) timer.getQueue().element()).getDelay(TimeUnit.SECONDS);
    }

    private static Optional<Instant> inMillis(long millis) {
        return Optional.of(NOW.plusMillis(millis));
    }

    private static Session session() {
        Principal anybody = new Principal.Public(new Role("1", "anybody"));
        return new Session(
                new Authentication.Admitted(anybody, Map.of()), "", 0, null, new RoomRules(RoomSettings.NOTHING));
    }
}
