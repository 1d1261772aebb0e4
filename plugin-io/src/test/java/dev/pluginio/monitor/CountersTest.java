package dev.pluginio.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
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

    @Test
    void countWhoWasNotThereAnyMoreAmongThoseWhoLeft() {
        counters.closed("ping timeout");
        counters.closed("connect timeout");
        counters.closed("transport close");

        assertThat(counters).hasToString("{connections_closed=3, connections_timed_out=2}");
    }

    @Test
    void countWhatSlowClientsDoNotGetByWhy() {
        counters.coalesced();
        counters.skipped(3);
        counters.discarded(20);
        counters.withdrawn();

        assertThat(counters)
                .hasToString("{frames_coalesced=1, frames_discarded=20, frames_skipped=3, frames_withdrawn=1}");
    }

    @Test
    void areAllExplainedToThoseWhoRunThePlugin() throws IOException {
        String docs = Files.readString(Path.of("../docs/configuration.md"));

        assertThat(Counters.Count.values())
                .allSatisfy(
                        count -> assertThat(docs).contains("`" + count.name().toLowerCase(Locale.ROOT) + "`"));
    }
}
