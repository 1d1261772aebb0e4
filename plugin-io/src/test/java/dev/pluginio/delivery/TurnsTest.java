package dev.pluginio.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pluginio.api.access.Permissions;
import dev.pluginio.log.Position;
import dev.pluginio.testing.RecordingClient;
import dev.pluginio.transport.Audience;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TurnsTest {

    /** A clock that has every delay pass at once, so often. */
    private static final class Impatient extends ScheduledThreadPoolExecutor {
        private final List<Long> delays = new ArrayList<>();
        private final int most;

        Impatient(int most) {
            super(1);
            this.most = most;
        }

        @Override
        public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
            delays.add(unit.toMillis(delay));
            if (delays.size() < most) {
                task.run();
            }
            return super.schedule(() -> {}, 0, unit);
        }
    }

    /** As when another process has taken the log over. */
    @Test
    void asksALogThatHasEndedMoreAndMoreRarely() {
        Impatient timer = new Impatient(10);
        try (Comeback house = new Comeback(Comeback.ALL)) {
            CatchUp.Parts parts = new CatchUp.Parts(
                    house.delivery,
                    house.parts.audiences(),
                    house.log,
                    Runnable::run,
                    Runnable::run,
                    timer,
                    System::nanoTime,
                    DeliveryObserver.NONE);
            RecordingClient client =
                    new RecordingClient(Audience.ROOT, house.policy.role("reader", Permissions.none()));
            house.log.close();

            new Turns(parts, one -> {}, () -> 0).ready(Returning.from(client, Position.BEGINNING));

            assertThat(timer.delays)
                    .containsExactly(50L, 100L, 200L, 400L, 800L, 1_600L, 3_200L, 5_000L, 5_000L, 5_000L);
        } finally {
            timer.shutdownNow();
        }
    }
}
