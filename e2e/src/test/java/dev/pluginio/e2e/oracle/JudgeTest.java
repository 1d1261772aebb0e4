package dev.pluginio.e2e.oracle;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pluginio.e2e.driver.Frame;
import dev.pluginio.e2e.driver.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The judge accepts what is due and nothing else. */
class JudgeTest {

    private static final Person LISTENER = Person.silent("listener", Rights.ALL);

    private final List<Step> steps = List.of(
            new Step("first", Map.of(LISTENER, List.of(due("tag:create", "a", "1")))),
            new Step("second", Map.of(LISTENER, List.of(due("tag:update", "a", "2"), due("tag:create", "b", "1")))));

    @Test
    void acceptsWhatIsDueInEitherOrderOfItsEntries() {
        assertThatCode(() -> judge(
                        frame("tag:create", "a", "1", "o1"),
                        frame("tag:update", "a", "2", "o2"),
                        frame("tag:create", "b", "1", "o3")))
                .doesNotThrowAnyException();
        assertThatCode(() -> judge(
                        frame("tag:create", "a", "1", "o1"),
                        frame("tag:create", "b", "1", "o3"),
                        frame("tag:update", "a", "2", "o2")))
                .doesNotThrowAnyException();
    }

    @Test
    void missesAFrame() {
        assertThatThrownBy(() -> judge(frame("tag:create", "a", "1", "o1"), frame("tag:update", "a", "2", "o2")))
                .isInstanceOf(Mismatch.class)
                .hasMessageContaining("missing");
    }

    @Test
    void seesAFrameTooMany() {
        assertThatThrownBy(() -> judge(
                        frame("tag:create", "a", "1", "o1"),
                        frame("tag:update", "a", "2", "o2"),
                        frame("tag:create", "b", "1", "o3"),
                        frame("tag:create", "b", "1", "o3")))
                .isInstanceOf(Mismatch.class)
                .hasMessageContaining("nobody expected");
    }

    @Test
    void seesTheWrongOrder() {
        assertThatThrownBy(() -> judge(
                        frame("tag:update", "a", "2", "o2"),
                        frame("tag:create", "a", "1", "o1"),
                        frame("tag:create", "b", "1", "o3")))
                .isInstanceOf(Mismatch.class)
                .hasMessageContaining("due is tag:create");
    }

    @Test
    void seesAValueTooMany() {
        Frame leaking = frame("tag:create", "a", "1", "o1");
        ((ObjectNode) leaking.data()).put("secret", "x");
        assertThatThrownBy(
                        () -> judge(leaking, frame("tag:update", "a", "2", "o2"), frame("tag:create", "b", "1", "o3")))
                .isInstanceOf(Mismatch.class)
                .hasMessageContaining("the data differs");
    }

    @Test
    void seesAnOffsetThatTwoEventsHave() {
        assertThatThrownBy(() -> judge(
                        frame("tag:create", "a", "1", "same"),
                        frame("tag:update", "a", "2", "o2"),
                        frame("tag:create", "b", "1", "same")))
                .isInstanceOf(Mismatch.class)
                .hasMessageContaining("offset");
    }

    @Test
    void whatIsInTheStateThatWasGivenNeedNotCome() {
        List<Step> writes = List.of(
                new Step("first", Map.of(LISTENER, List.of(due("tag:create", "a", "1")))),
                new Step("second", Map.of(LISTENER, List.of(due("tag:update", "a", "2")))),
                new Step("third", Map.of(LISTENER, List.of(due("tag:update", "a", "3")))));
        JsonNode given = due("tag:update", "a", "2").data();
        Frame first = frame("tag:create", "a", "1", "o1");
        Frame second = frame("tag:update", "a", "2", "o2");
        Frame third = frame("tag:update", "a", "3", "o3");

        assertThatCode(() -> judgeGiven(writes, given, first, second, third)).doesNotThrowAnyException();
        assertThatCode(() -> judgeGiven(writes, given, first, third)).doesNotThrowAnyException();
        assertThatCode(() -> judgeGiven(writes, given, third)).doesNotThrowAnyException();
        assertThatThrownBy(() -> judgeGiven(writes, given, first, second)).isInstanceOf(Mismatch.class);
        assertThatThrownBy(() -> judgeGiven(writes, given, second, third)).isInstanceOf(Mismatch.class);
        assertThatThrownBy(() -> judgeGiven(writes, given, first, second, third, third))
                .isInstanceOf(Mismatch.class);
    }

    private static void judgeGiven(List<Step> writes, JsonNode given, Frame... frames) {
        new Judge()
                .judgeEachEntry(
                        writes,
                        List.of(LISTENER),
                        Map.of(LISTENER, List.of(frames)),
                        Map.of(LISTENER, Map.of("a", given)));
    }

    private void judge(Frame... frames) {
        Judge judge = new Judge();
        judge.judge(steps, List.of(LISTENER), Map.of(LISTENER, List.of(frames)));
    }

    private static Expected due(String event, String documentId, String name) {
        return new Expected(
                event,
                "api::tag.tag",
                event.substring(4),
                documentId,
                Json.of(Map.of("documentId", documentId, "name", name)));
    }

    private static Frame frame(String event, String documentId, String name, String offset) {
        Map<String, Object> argument = new LinkedHashMap<>();
        argument.put("data", Map.of("documentId", documentId, "name", name));
        argument.put(
                "meta",
                Map.of(
                        "uid",
                        "api::tag.tag",
                        "action",
                        event.substring(4),
                        "at",
                        "2026-01-02T03:04:05.678Z",
                        "offset",
                        offset));
        return new Frame(event, List.of(Json.of(argument)));
    }
}
