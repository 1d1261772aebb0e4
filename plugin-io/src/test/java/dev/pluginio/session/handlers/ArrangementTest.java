package dev.pluginio.session.handlers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.pluginio.api.realtime.ConnectionHandler;
import dev.pluginio.api.realtime.IoContext;
import dev.pluginio.api.realtime.IoSocket;
import dev.pluginio.api.realtime.Reply;
import dev.pluginio.testing.RecordingClient;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** B28: what the configuration says of extensions holds, and holds at once when it is changed. */
class ArrangementTest extends HandlersTesting {

    private static Arrangement.Named named(@Nullable String name, @Nullable String plugin, boolean enabled) {
        return new Arrangement.Named(name, null, plugin, enabled, Map.of());
    }

    private void arrangeEvents(Arrangement.Named... events) {
        handlers.reconfigure(new Arrangement(List.of(events), List.of()));
    }

    private void offerTwo() {
        handlers.offer(List.of(
                Offer.of("a", on("event", event -> Reply.bare("a")), on("other", event -> Reply.bare("other"))),
                Offer.of("b", on("event", event -> Reply.bare("b")))));
    }

    @Test
    void givesAnEventToWhomeverTheConfigurationNamesFirst() {
        offerTwo();
        Lane lane = arrive();
        ask(lane, "event");
        answered("\"a\"");

        arrangeEvents(named("event", "b", true));
        ask(lane, "event");
        answered("\"a\"", "\"b\"");
        arrangeEvents(named("event", "a", true), named("event", "b", true));
        ask(lane, "event");

        answered("\"a\"", "\"b\"", "\"a\"");
    }

    @Test
    void switchesEventsOffAndOn() {
        offerTwo();
        Lane lane = arrive();

        arrangeEvents(named("event", "a", false));
        ask(lane, "event");
        answered("\"b\"");
        arrangeEvents(named("event", null, false));
        assertThat(ask(lane, "event")).isFalse();
        assertThat(ask(lane, "other")).isTrue();
        arrangeEvents(named(null, "a", false));
        assertThat(ask(lane, "other")).isFalse();
        arrangeEvents();

        assertThat(ask(lane, "other")).isTrue();
    }

    @Test
    void doesNotTouchWhatIsBeingHandledAndTellsNobodyAnew() {
        handlers.offer(List.of(listening("a", listener("a"), on("event", event -> Reply.bare(1)))));
        Lane lane = arrive();
        await().untilAsserted(() -> assertThat(log).containsExactly("a connected true"));

        arrangeEvents(named("event", "a", true));
        ask(lane, "event");

        answered("1");
        assertThat(log).containsExactly("a connected true");
    }

    @Test
    void tellsHandlersTheirSettingsAsTheyAreNow() {
        offer(on("event", event -> Reply.bare(event.context().settings())));
        Lane lane = arrive();
        ask(lane, "event");
        answered("{}");

        arrangeEvents(new Arrangement.Named("event", null, null, true, Map.of("most", 5)));
        ask(lane, "event");

        answered("{}", "{\"most\":5}");
    }

    @Test
    void ordersAndSwitchesHooks() {
        ConnectionHandler telling = new ConnectionHandler() {
            @Override
            public void connected(IoSocket socket, IoContext context) {
                log.add("telling " + context.settings());
            }
        };
        handlers.reconfigure(new Arrangement(
                List.of(),
                List.of(
                        new Arrangement.Named(null, telling.getClass().getName(), "b", true, Map.of("x", 1)),
                        new Arrangement.Named(null, null, "c", false, Map.of()))));
        handlers.offer(List.of(listening("a", listener("a")), Offer.of("b", telling), listening("c", listener("c"))));

        Lane lane = arrive(new RecordingClient("/", "x"));
        handlers.left(lane, "transport close");

        await().untilAsserted(() ->
                assertThat(log).containsExactly("telling {x=1}", "a connected true", "a disconnected transport close"));
    }

    /** B8, B28: what is not to serve a namespace is not asked there, nor told of anybody; everywhere else it is. */
    @Test
    void hasANamespaceServedByThosePluginsThatMayServeIt() {
        handlers.offer(List.of(
                listening("a", listener("a"), on("event", event -> Reply.bare("a"))),
                Offer.of("b", on("event", event -> Reply.bare("b")))));
        handlers.own(List.of(on("built-in", event -> Reply.bare("ours"))));
        Lane lane = arrive();
        await().untilAsserted(() -> assertThat(log).containsExactly("a connected true"));
        ask(lane, "event");
        answered("\"a\"");

        handlers.reconfigure(new Arrangement(List.of(), List.of(), Map.of("/", Set.of("b"))));
        ask(lane, "event");
        answered("\"a\"", "\"b\"");
        handlers.reconfigure(new Arrangement(List.of(), List.of(), Map.of("/", Set.of())));
        assertThat(ask(lane, "event")).isFalse();
        ask(lane, "built-in");
        answered("\"a\"", "\"b\"", "\"ours\"");
        handlers.left(arrive(), "transport close");
        handlers.reconfigure(new Arrangement(List.of(), List.of(), Map.of("/elsewhere", Set.of())));

        ask(lane, "event");
        answered("\"a\"", "\"b\"", "\"ours\"", "\"a\"");
        // the first client, again; the other one came and went without a word
        await().untilAsserted(() -> assertThat(log).containsExactly("a connected true", "a connected true"));
    }

    @Test
    void warnsOnceOfWhatIsNamedAndNotThere() {
        Logger logger = (Logger) LoggerFactory.getLogger(Guests.class);
        ListAppender<ILoggingEvent> seen = new ListAppender<>();
        seen.start();
        logger.addAppender(seen);
        try {
            offerTwo();
            arrangeEvents(named("event", "a", true), named("evnet", "a", true));
            arrangeEvents(named("event", "a", true), named("evnet", "a", true));

            assertThat(seen.list)
                    .extracting(ILoggingEvent::getFormattedMessage)
                    .containsExactly("The configuration names an extension that no started plugin has:"
                            + " name evnet, plugin a");
        } finally {
            logger.detachAppender(seen);
        }
    }
}
