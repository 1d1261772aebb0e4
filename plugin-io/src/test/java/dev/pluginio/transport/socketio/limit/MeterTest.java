package dev.pluginio.transport.socketio.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pluginio.testing.SampleLimits;
import dev.pluginio.transport.Limits;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** B17: what one client may send is limited, from the first packet on. */
class MeterTest {

    private final ManualClock clock = new ManualClock();

    private Meter meter(SampleLimits limits) {
        return new Meter(Meter.Rates.of(limits.made(), 1_000, clock));
    }

    private static int taken(Meter meter, int size) {
        int taken = 0;
        while (taken < 1_000_000 && meter.take(size)) {
            taken++;
        }
        return taken;
    }

    @Test
    void grantsSomeSecondsWorthAtOnceAndThenNoMoreThanIsEarned() {
        Meter meter = meter(new SampleLimits().packets(5));

        assertThat(taken(meter, 10)).isEqualTo(5 * Limits.PATIENCE_SECONDS);
        clock.forward(Duration.ofSeconds(4));
        assertThat(taken(meter, 10)).isBetween(19, 20);
        assertThat(meter.take(0)).isFalse();
    }

    @Test
    void givesNoMoreThanTwoGrantsAtOnceHoweverLongTheClientWasSilent() {
        Meter meter = meter(new SampleLimits().packets(5));
        clock.forward(Duration.ofDays(400));

        assertThat(taken(meter, 10)).isEqualTo(2 * 5 * Limits.PATIENCE_SECONDS);
    }

    @Test
    void givesInTheLongRunWhatIsPermitted() {
        Meter meter = meter(new SampleLimits().packets(7).bytes(70));
        int taken = 0;
        for (int i = 0; i < 10_000; i++) {
            clock.forward(Duration.ofMillis(10));
            if (meter.take(1)) {
                taken++;
            }
        }

        assertThat(taken).isLessThanOrEqualTo(7 * (100 + Limits.PATIENCE_SECONDS));
        assertThat(taken).isGreaterThan(7 * 10);
    }

    @Test
    void countsBytes() {
        Meter meter = meter(new SampleLimits().bytes(200));

        assertThat(taken(meter, 500)).isEqualTo(200 * Limits.PATIENCE_SECONDS / 500);
    }

    @Test
    void alwaysGrantsOneMessageOfTheLargestSize() {
        assertThat(meter(new SampleLimits().bytes(1)).take(1_000)).isTrue();
    }

    @Test
    void limitsNothingWhereNothingIsConfigured() {
        Meter meter = meter(new SampleLimits());
        for (int i = 0; i < 10; i++) {
            assertThat(meter.take(Integer.MAX_VALUE)).isTrue();
        }

        assertThat(taken(meter, 1_000_000)).isEqualTo(1_000_000);
    }
}
