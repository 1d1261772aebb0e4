package dev.pluginio.session.handlers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pluginio.access.PermissionRule;
import dev.pluginio.api.realtime.ClientEvent;
import dev.pluginio.api.realtime.EventHandler;
import dev.pluginio.api.realtime.Reply;
import dev.pluginio.delivery.Rules;
import dev.pluginio.testing.Blog;
import dev.pluginio.testing.RecordingClient;
import dev.pluginio.testing.TablePolicy;
import dev.pluginio.testing.TestHandlers;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Which plugin gets what it asks for. */
class GuestsTest extends HandlersTesting {

    @Test
    void doesNotKnowEventsThatNobodyHandlesInThatNamespace() {
        offer(on("known", event -> Reply.success()));

        assertThat(ask(arrive(), "unknown")).isFalse();
        assertThat(ask(arrive(new RecordingClient("/custom", "x")), "known")).isFalse();
    }

    @Test
    void leavesAnEventToTheFirstWhoWantsItAndItsOwnEventsToNobody() {
        handlers.offer(List.of(
                Offer.of("a", on("event", event -> Reply.bare("a"))),
                Offer.of("b", on("event", event -> Reply.bare("b")), on("join-room", event -> Reply.bare("b")))));

        assertThat(ask(arrive(), "event")).isTrue();
        assertThat(ask(arrive(), "join-room")).isFalse();

        answered("\"a\"");
    }

    @Test
    void answersItsOwnEventsInEveryNamespaceHoweverPluginsComeAndGo() {
        handlers.own(List.of(on("get-rooms", event -> Reply.bare("own"))));
        offer(on("get-rooms", event -> Reply.bare("plugin")), on("event", event -> Reply.bare("plugin")));
        Lane lane = arrive(new RecordingClient("/custom", "x"));

        assertThat(ask(lane, "get-rooms")).isTrue();
        answered("\"own\"");
        handlers.offer(List.of());

        assertThat(ask(lane, "get-rooms")).isTrue();
        answered("\"own\"", "\"own\"");
        assertThat(ask(lane, "event")).isFalse();
    }

    @Test
    void passesOverAHandlerThatCannotTellItsEvents() {
        EventHandler broken = new EventHandler() {
            @Override
            public Set<String> events() {
                throw new IllegalStateException("broken");
            }

            @Override
            public Reply handle(ClientEvent event) {
                return Reply.none();
            }
        };
        offer(broken, on("good", event -> Reply.success()));

        ask(arrive(), "good");

        answered("{\"success\":true}");
    }

    @Test
    void asksAnExtensionOnceWhatItIsFor() {
        AtomicInteger asked = new AtomicInteger();
        EventHandler counting = new EventHandler() {
            @Override
            public Set<String> events() {
                return Set.of("event" + asked.getAndIncrement());
            }

            @Override
            public Reply handle(ClientEvent event) {
                return Reply.success();
            }
        };
        Offer first = Offer.of("a", counting);

        handlers.offer(List.of(first));
        handlers.offer(List.of(first, Offer.of("b")));

        assertThat(asked).hasValue(1);
        assertThat(ask(arrive(), "event0")).isTrue();
    }

    @Test
    void goesOnWithOthersWhenAnExtensionAnswersWithAnError() {
        EventHandler broken = new EventHandler() {
            @Override
            public Set<String> events() {
                throw new StackOverflowError();
            }

            @Override
            public Reply handle(ClientEvent event) {
                return Reply.none();
            }
        };

        offer(broken, on("good", event -> Reply.success()));

        assertThat(ask(arrive(), "good")).isTrue();
    }

    /** B5: what clients take for news of content comes from plugin-io alone. */
    @Test
    void keepsTheNamesOfContentEventsToItself() {
        AtomicReference<Rules> rules = new AtomicReference<>(TestHandlers.rules(List.of()));
        handlers.close();
        handlers = TestHandlers.with(handlers.settings(), timer, counts, new TablePolicy(), rules::get);
        offer(on("article:update", event -> Reply.success()), on("articles:update", event -> Reply.success()));
        Lane lane = arrive();
        assertThat(ask(lane, "article:update")).isTrue();

        rules.set(TestHandlers.rules(List.of(Blog.articles(PermissionRule.ACTION))));
        handlers.reconfigure(Arrangement.NONE);

        assertThat(ask(lane, "article:update")).isFalse();
        assertThat(ask(lane, "articles:update")).isTrue();
    }
}
