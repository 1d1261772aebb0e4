package dev.pluginio.session.handlers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pluginio.api.access.Permissions;
import dev.pluginio.api.access.Principal;
import dev.pluginio.api.access.Role;
import dev.pluginio.api.realtime.ClientEvent;
import dev.pluginio.api.realtime.EventHandler;
import dev.pluginio.api.realtime.RefusalException;
import dev.pluginio.api.realtime.Reply;
import dev.pluginio.api.realtime.TypedEventHandler;
import dev.pluginio.testing.RecordingClient;
import dev.pluginio.testing.TablePolicy;
import dev.pluginio.testing.TestCaller;
import dev.pluginio.testing.TestHandlers;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** On what terms a handler is called: who may, with which arguments; and how it refuses by itself. */
class TermsTest extends HandlersTesting {

    record NewComment(
            @NotBlank String article, @Size(max = 10) String text) {}

    /** What the guide shows. */
    static final class Comments implements TypedEventHandler<NewComment> {

        @Override
        public Set<String> events() {
            return Set.of("comment:add");
        }

        @Override
        public Class<NewComment> argumentType() {
            return NewComment.class;
        }

        @Override
        public Reply handle(ClientEvent event, NewComment comment) {
            return Reply.success(Map.of("article", comment.article()));
        }
    }

    private static EventHandler permittedBy(String permission) {
        return new EventHandler() {
            @Override
            public Set<String> events() {
                return Set.of("publish");
            }

            @Override
            public Optional<String> permission() {
                return Optional.of(permission);
            }

            @Override
            public Reply handle(ClientEvent event) {
                return Reply.success();
            }
        };
    }

    @Test
    void givesAHandlerWhatItDeclared() {
        offer(new Comments());

        ask(arrive(), "comment:add", Map.of("article", "a1", "text", "short"), "and more");

        answered("{\"success\":true,\"article\":\"a1\"}");
    }

    /** B14: whatever comes, malformed or missing, costs its sender one answer. */
    @Test
    void doesNotCallAHandlerWithWhatItDidNotDeclare() {
        limitedTo(Duration.ofSeconds(10), 100);
        offer(new Comments());
        Lane lane = arrive();

        ask(lane, "comment:add", Map.of("article", " ", "text", "hunter2 hunter2"));
        ask(lane, "comment:add", 5);
        ask(lane, "comment:add");
        handlers.received(lane, "comment:add", List.of(), null);

        answered(
                invalid(violation("article", "NotBlank", "must not be blank") + ","
                        + violation("text", "Size", "size must be between 0 and 10")),
                invalid(violation("", "Type", "must be an object")),
                invalid(violation("", "NotNull", "must not be null")));
        assertThat(counts.failed).hasValue(0);
    }

    private static String invalid(String violations) {
        return "{\"success\":false,\"error\":\"invalid argument\",\"violations\":[" + violations + "]}";
    }

    private static String violation(String field, String rule, String message) {
        return "{\"argument\":0,\"field\":\"" + field + "\",\"rule\":\"" + rule + "\",\"message\":\"" + message + "\"}";
    }

    @Test
    void answersARefusalWithItsReasonAndItsDetails() {
        limitedTo(Duration.ofSeconds(10), 100);
        RefusalException refusal = new RefusalException("no such article", Map.of("article", "a1", "success", true));
        offer(
                on("now", event -> {
                    throw refusal;
                }),
                on(
                        "later",
                        event -> Reply.later(CompletableFuture.supplyAsync(() -> {
                            throw refusal;
                        }))));
        Lane lane = arrive();

        ask(lane, "now");
        answered("{\"success\":false,\"error\":\"no such article\",\"article\":\"a1\"}");
        ask(lane, "later");

        answered(
                "{\"success\":false,\"error\":\"no such article\",\"article\":\"a1\"}",
                "{\"success\":false,\"error\":\"no such article\",\"article\":\"a1\"}");
        assertThat(counts.failed).hasValue(0);
    }

    @Test
    void callsAHandlerForThoseWhoHaveItsPermissionOnly() {
        TablePolicy policy = new TablePolicy();
        Role editor = policy.role("editor", Permissions.of(Set.of("api::comment.comment.publish")));
        Role reader = policy.role("reader", Permissions.of(Set.of("api::comment.comment.find")));
        handlers.close();
        handlers = TestHandlers.with(
                new Handlers.Settings(Duration.ofSeconds(10), 2, 10, 10_000, 10_000, Duration.ZERO),
                timer,
                counts,
                policy);
        offer(permittedBy("api::comment.comment.publish"));

        ask(arriveAs(editor), "publish");
        answered("{\"success\":true}");
        ask(arriveAs(reader), "publish");
        answered("{\"success\":true}", FORBIDDEN);
        ask(arriveAs(new Role("gone", "Gone")), "publish");

        answered("{\"success\":true}", FORBIDDEN, FORBIDDEN);
    }

    private static final String FORBIDDEN = "{\"success\":false,\"error\":\"forbidden\"}";

    private Lane arriveAs(Role role) {
        Principal principal = new Principal.User("u", "ann", role, Optional.empty());
        return handlers.arrived(new TestCaller(new RecordingClient("/", "x"), principal));
    }

    @Test
    void passesOverAHandlerWhosePermissionIsNone() {
        offer(permittedBy("publish"), on("good", event -> Reply.success()));

        assertThat(ask(arrive(), "publish")).isFalse();
        assertThat(ask(arrive(), "good")).isTrue();
    }

    @Test
    void tellsAHandlerWhatItDidNotDeclare() {
        limitedTo(Duration.ofSeconds(10), 100);
        offer(on("event", event -> Reply.bare(event.argument(0, String.class))));

        ask(arrive(), "event", "x");

        answered(FAILED);
        assertThat(counts.failed).hasValue(1);
    }
}
