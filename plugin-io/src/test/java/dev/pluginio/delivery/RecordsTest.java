package dev.pluginio.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pluginio.api.content.Entry;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RecordsTest {

    private record Point(int x, @Nullable Object next) {}

    @Test
    void makesMapsOfRecordsAtEveryDepth() {
        Entry entry = Entry.of(
                1L,
                Map.of(
                        "at", new Point(1, new Point(2, "end")),
                        "all", Arrays.asList(new Point(3, 4), null, "x"),
                        "named", Map.of("a", new Point[] {new Point(5, 6)}),
                        "perhaps", Optional.of(new Point(7, 8)),
                        "related", Entry.of(2L, Map.of("at", new Point(9, 10))),
                        "plain", List.of("y")));
        assertThat(Records.plain(entry))
                .isEqualTo(Entry.of(
                        1L,
                        Map.of(
                                "at", Map.of("x", 1, "next", Map.of("x", 2, "next", "end")),
                                "all", Arrays.asList(Map.of("x", 3, "next", 4), null, "x"),
                                "named", Map.of("a", List.of(Map.of("x", 5, "next", 6))),
                                "perhaps", Map.of("x", 7, "next", 8),
                                "related", Entry.of(2L, Map.of("at", Map.of("x", 9, "next", 10))),
                                "plain", List.of("y"))));
    }

    @Test
    void leavesAnEntryWithoutRecordsAsItIs() {
        Entry entry = Entry.of(1L, Map.of("tags", List.of(Entry.of(2L, Map.of("name", "x"))), "map", Map.of("a", 1)));
        assertThat(Records.plain(entry)).isSameAs(entry);
    }

    @Test
    void refusesWhatIsNestedTooDeeply() {
        Object nested = "end";
        for (int i = 0; i < 200; i++) {
            nested = new Point(i, nested);
        }
        Entry entry = Entry.of(1L, Map.of("nested", nested));
        assertThatThrownBy(() -> Records.plain(entry)).hasMessageContaining("nested deeper");
    }
}
