package dev.pluginio.session.arguments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.pluginio.api.realtime.RefusalException;
import jakarta.validation.Valid;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What clients send becomes what handlers declare, or a refusal that shows nothing of it. */
class BindingTest {

    private final Binding binding = new Binding();

    @AfterEach
    void close() {
        binding.close();
    }

    enum Tone {
        KIND,
        RUDE
    }

    record Tag(@NotBlank String name) {}

    record Comment(
            @NotBlank @Size(max = 20) String text,
            @JsonProperty("in") @Size(max = 9) String article,
            int stars,
            Tone tone,
            Instant at,
            byte[] picture,
            List<@Valid Tag> tags,
            Map<String, @Max(3) Integer> votes) {}

    record Strict(
            @Pattern(regexp = "[a-z]+", message = "must be small letters, not ${validatedValue}")
            String word,

            @DecimalMax("9.5") BigDecimal price) {}

    private Comment comment(Map<String, ?> sent) {
        return (Comment) binding.bind(List.of(Comment.class), List.of(sent)).get(0);
    }

    private static Map<String, Object> sent(String key, Object value) {
        Map<String, Object> sent = new HashMap<>(Map.of("text", "fine", "stars", 1));
        sent.put(key, value);
        return sent;
    }

    private RefusalException refused(List<Class<?>> types, List<Object> untrusted) {
        RefusalException refusal = catchThrowableOfType(RefusalException.class, () -> binding.bind(types, untrusted));
        assertThat(refusal).isNotNull().hasMessage("invalid argument");
        return refusal;
    }

    private List<String> violations(Class<?> type, Object untrusted) {
        List<?> violations =
                (List<?>) refused(List.of(type), List.of(untrusted)).details().get("violations");
        return violations.stream()
                .map(Map.class::cast)
                .map(map -> map.get("field") + " " + map.get("rule") + ": " + map.get("message"))
                .toList();
    }

    @Test
    void makesRecordsOfWhatClientsSend() {
        Comment comment = comment(Map.of(
                "text",
                "hello",
                "in",
                "a1",
                "stars",
                4,
                "tone",
                "KIND",
                "at",
                "2026-01-02T03:04:05.678Z",
                "picture",
                new byte[] {1, 2},
                "tags",
                List.of(Map.of("name", "one")),
                "votes",
                Map.of("ann", 2),
                "more",
                List.of("is passed over")));

        assertThat(comment.text()).isEqualTo("hello");
        assertThat(comment.article()).isEqualTo("a1");
        assertThat(comment.stars()).isEqualTo(4);
        assertThat(comment.tone()).isEqualTo(Tone.KIND);
        assertThat(comment.at()).isEqualTo("2026-01-02T03:04:05.678Z");
        assertThat(comment.picture()).containsExactly(1, 2);
        assertThat(comment.tags()).containsExactly(new Tag("one"));
        assertThat(comment.votes()).containsEntry("ann", 2);
        assertThat(comment(sent("at", 1_700_000_000_123L)).at()).isEqualTo(Instant.ofEpochMilli(1_700_000_000_123L));
    }

    @Test
    void namesTheFieldAndTheRule() {
        assertThat(violations(Comment.class, Map.of("text", " ", "stars", 1)))
                .containsExactly("text NotBlank: must not be blank");
        assertThat(violations(Comment.class, sent("text", "x".repeat(21))))
                .containsExactly("text Size: size must be between 0 and 20");
        assertThat(violations(Comment.class, sent("tags", List.of(Map.of("name", "a"), Map.of()))))
                .containsExactly("tags[1].name NotBlank: must not be blank");
        assertThat(violations(Comment.class, sent("in", "x".repeat(10))))
                .containsExactly("in Size: size must be between 0 and 9");
        assertThat(violations(Strict.class, Map.of("price", 10)))
                .containsExactly("price DecimalMax: must be less than 9.5");
    }

    @Test
    void saysOfWhichFormAFieldMustBe() {
        assertThat(violations(Comment.class, sent("stars", "4"))).containsExactly("stars Type: must be a whole number");
        assertThat(violations(Comment.class, sent("stars", 1.5))).containsExactly("stars Type: must be a whole number");
        assertThat(violations(Comment.class, Map.of("text", "no stars")))
                .containsExactly("stars Type: must be a whole number");
        assertThat(violations(Comment.class, sent("tone", "LOUD")))
                .containsExactly("tone Type: must be one of KIND, RUDE");
        assertThat(violations(Comment.class, sent("tone", 1))).containsExactly("tone Type: must be one of KIND, RUDE");
        assertThat(violations(Comment.class, sent("text", List.of()))).containsExactly("text Type: must be a text");
        assertThat(violations(Comment.class, sent("text", 5))).containsExactly("text Type: must be a text");
        assertThat(violations(Comment.class, sent("tags", "one"))).containsExactly("tags Type: must be a list");
        assertThat(violations(Comment.class, sent("at", "soon")))
                .containsExactly("at Type: must be a date or time, as ISO 8601 has it");
        assertThat(violations(Comment.class, "text")).containsExactly(" Type: must be an object");
    }

    /** Neither what it sent, nor the names it chose, come back: an answer may be logged by others than the sender. */
    @Test
    void showsNothingOfWhatTheClientSent() {
        String secret = "hunter2";
        Map<String, Object> picked = new HashMap<>(Map.of("text", "fine", "stars", 1));
        picked.put("votes", Map.of(secret, 9));

        List<RefusalException> refusals = List.of(
                refused(List.of(Strict.class), List.of(Map.of("word", secret))),
                refused(List.of(Comment.class), List.of(picked)),
                refused(List.of(Comment.class), List.of(sent("votes", Map.of(secret, secret)))),
                refused(List.of(Comment.class), List.of(sent("tone", secret))),
                refused(List.of(Comment.class), List.of(sent("at", secret))),
                refused(List.of(Picky.class), List.of(Map.of("word", secret))),
                refused(List.of(Comment.class), List.of(secret)));

        assertThat(refusals).allSatisfy(refusal -> {
            assertThat(refusal.details().toString()).doesNotContain(secret).doesNotContain("validatedValue");
            assertThat(refusal.toString()).doesNotContain(secret);
            assertThat(refusal.getCause()).isNull();
        });
        assertThat(violations(Comment.class, picked)).containsExactly("votes[] Max: must be less than or equal to 3");
    }

    record Picky(String word) {
        Picky {
            if (!word.isEmpty()) {
                throw new IllegalArgumentException("not " + word);
            }
        }
    }

    @Test
    void wantsAllArgumentsThatAreDeclared() {
        List<Object> sent = new ArrayList<>(List.of(5));
        sent.add(null);

        RefusalException refusal = refused(List.of(Integer.class, Tag.class, String.class), sent);

        assertThat(refusal.details().get("violations").toString())
                .isEqualTo("[{argument=1, field=, rule=NotNull, message=must not be null},"
                        + " {argument=2, field=, rule=NotNull, message=must not be null}]");
        assertThat(binding.bind(List.of(Integer.class, String.class), List.of(5, "x", "more")))
                .containsExactly(5, "x");
    }

    @Test
    void tellsOfABoundedNumberOfViolations() {
        List<Object> tags = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            tags.add(Map.of());
        }

        assertThat(violations(Comment.class, sent("tags", tags))).hasSize(20);
    }

    record Wrong(@Size(max = 3) Integer number) {}

    @Test
    void refusesTypesThatCouldNeverBeMade() {
        assertThatThrownBy(() -> binding.check(Wrong.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("constraints of");
        assertThatThrownBy(() -> binding.check(Runnable.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Jackson cannot make");
        assertThatThrownBy(() -> binding.check(int.class)).isInstanceOf(IllegalArgumentException.class);
        binding.check(Comment.class);
        binding.check(String.class);
        binding.check(Map.class);
    }

    record Holder(@NotNull @Valid Comment comment) {}

    @Test
    void checksWhatStandsWithin() {
        assertThat(violations(Holder.class, Map.of("comment", sent("text", ""))))
                .containsExactly("comment.text NotBlank: must not be blank");
        assertThat(violations(Holder.class, Map.of())).containsExactly("comment NotNull: must not be null");
    }
}
