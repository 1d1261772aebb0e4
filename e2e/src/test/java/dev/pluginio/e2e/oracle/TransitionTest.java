package dev.pluginio.e2e.oracle;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pluginio.e2e.driver.Frame;
import dev.pluginio.e2e.driver.Json;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Who loses a right may hear what it allowed until it is told, and nothing of that afterwards. */
class TransitionTest {

    private static final Person LISTENER = Person.silent("listener", Rights.ALL);

    private final Transition transition = new Transition(true);

    @Test
    void acceptsWhatTheOldRightsAllowUntilTheChange() {
        write("1", false, full("1"), List.of());
        write("2", false, full("2"), List.of());
        write("3", true, full("3"), List.of());

        assertThatCode(() -> judge(2, "1", "2")).doesNotThrowAnyException();
        assertThatCode(() -> judge(1, "1")).doesNotThrowAnyException();
        assertThatCode(() -> judge(0)).doesNotThrowAnyException();
    }

    @Test
    void seesWhatIsWrittenAfterTheAcknowledgement() {
        write("1", true, full("1"), List.of());

        assertThatThrownBy(() -> judge(1, "1")).isInstanceOf(Mismatch.class);
    }

    @Test
    void seesWhatCameAfterTheNotice() {
        write("1", false, full("1"), List.of());

        assertThatThrownBy(() -> judge(0, "1")).isInstanceOf(Mismatch.class);
    }

    @Test
    void missesWhatTheNewRightsAllow() {
        write("1", false, List.of(), full("1"));
        write("2", true, List.of(), full("2"));

        assertThatCode(() -> judge(1, "1", "2")).doesNotThrowAnyException();
        assertThatCode(() -> judge(0, "2")).doesNotThrowAnyException();
        assertThatThrownBy(() -> judge(1, "1")).isInstanceOf(Mismatch.class);
    }

    @Test
    void missesWhatBothAllowUnlessItMayBeLost() {
        write("1", false, full("1"), full("1"));
        assertThatThrownBy(() -> judge(0)).isInstanceOf(Mismatch.class);

        Transition another = new Transition(false);
        another.add("1", false, full("1"), full("1"));
        assertThatCode(() -> another.judge(LISTENER, List.of(), 0)).doesNotThrowAnyException();
    }

    @Test
    void seesTheOldRightsComeBack() {
        write("1", false, List.of(), full("1"));
        write("2", false, full("2"), List.of());

        assertThatThrownBy(() -> judge(2, "1", "2")).isInstanceOf(Mismatch.class);
    }

    private void write(String name, boolean late, List<Expected> old, List<Expected> now) {
        transition.add(name, late, old, now);
    }

    private void judge(int told, String... names) {
        List<Frame> heard = Stream.of(names)
                .map(name -> new Frame("tag:update", List.of(Json.of(Map.of("data", data(name))))))
                .toList();
        transition.judge(LISTENER, heard, told);
    }

    private static List<Expected> full(String name) {
        return List.of(new Expected("tag:update", "api::tag.tag", "update", "a", Json.of(data(name))));
    }

    private static Map<String, String> data(String name) {
        return Map.of("documentId", "a", "name", name);
    }
}
