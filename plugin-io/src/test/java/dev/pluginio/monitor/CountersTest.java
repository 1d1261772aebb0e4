package dev.pluginio.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class CountersTest {

    private final Counters counters = new Counters();

    @Test
    void countWhoBreaksRulesAndWhoGoesBeyondLimitsEachByItself() {
        counters.violated("two polls at once");
        counters.violated("two polls at once");
        counters.limited("requests in time");

        assertThat(counters.get(Counters.Count.PROTOCOL_VIOLATIONS)).isEqualTo(2);
        assertThat(counters.get(Counters.Count.LIMITS_EXCEEDED)).isEqualTo(1);
        assertThat(counters.offences()).isEqualTo(Map.of("two polls at once", 2L, "requests in time", 1L));
        assertThat(counters).hasToString("{limits_exceeded=1, protocol_violations=2}");
    }
}
