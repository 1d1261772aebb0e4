package dev.pluginio.session.entities;

import static dev.pluginio.testing.Blog.ARTICLE;
import static dev.pluginio.testing.Blog.published;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pluginio.api.content.Entry;
import dev.pluginio.api.realtime.Reach;
import dev.pluginio.delivery.Standings;
import dev.pluginio.testing.RecordingClient;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** How subscriptions are made, listed and ended. */
class SubscriptionsTest extends SubscriptionsTesting {

    private static String roomIn(String answer) {
        return answer.replaceAll(".*\"room\":\"([^\"]+)\".*", "$1");
    }

    /** B23: subscribers by id and by documentId are in one room. */
    @Test
    void idAndDocumentIdLeadToOneRoom() {
        source.put(ARTICLE, published(1, "One"));
        RecordingClient client = house.connect("reader");
        RecordingClient other = house.connect("reader");

        String byId = house.answer(client, "subscribe-entity", entity(1));
        String byText = house.answer(client, "subscribe-entity", entity("1"));
        String byDocument = house.answer(other, "subscribe-entity", Map.of("uid", ARTICLE, "documentId", "doc1"));
        String asId = house.answer(other, "subscribe-entity", entity("doc1"));

        assertThat(byId)
                .startsWith("{\"success\":true,\"uid\":\"api::article.article\",\"id\":1,\"documentId\":\"doc1\"");
        assertThat(List.of(byText, byDocument, asId)).containsOnly(byId);
        assertThat(comment(1)).isEqualTo(comment("doc1")).isEqualTo(new Reach(1, 2));
        assertThat(client.heard()).filteredOn("comment 1"::equals).hasSize(2);
    }

    /** B24: a uid is never taken apart, and a room's name tells nothing. */
    @Test
    void listsSubscriptionsAsTheyWereMade() {
        source.put(ARTICLE, published(1, "One"));
        source.put(ARTICLE, published(2, "Two"));
        RecordingClient client = house.connect("reader");
        String one = house.answer(client, "subscribe-entity", entity(1));
        house.answer(client, "subscribe-entity", entity(2));
        house.answer(client, "subscribe-type", Map.of("uid", ARTICLE));

        String listed = house.answer(client, "get-entity-subscriptions");
        assertThat(listed)
                .startsWith("{\"success\":true,\"subscriptions\":[{\"uid\":\"api::article.article\",\"id\":1,"
                        + "\"documentId\":\"doc1\",\"room\":\"" + roomIn(one) + "\"},")
                .contains("\"documentId\":\"doc2\"", "\"types\":[\"api::article.article\"]");
        assertThat(roomIn(one)).doesNotContain("article", "doc1", "#");

        assertThat(house.answer(client, "unsubscribe-entity", entity("1"))).isEqualTo(one);
        assertThat(house.answer(client, "unsubscribe-entity", entity("1")))
                .contains("\"success\":false", Subscriptions.NOT_SUBSCRIBED);
        assertThat(house.answer(client, "unsubscribe-type", Map.of("uid", ARTICLE)))
                .contains("\"success\":true");
        assertThat(house.answer(client, "get-entity-subscriptions"))
                .contains("\"documentId\":\"doc2\"", "\"types\":[]")
                .doesNotContain("doc1");
        assertThat(comment(1)).isEqualTo(Reach.NOBODY);
    }

    @Test
    void tellsWhoAsksWhenTooMuchIsAskedFor() {
        source.put(ARTICLE, published(1, "One"));
        RecordingClient client = house.connect("reader");
        house.reading.shutdown();

        assertThat(house.answer(client, "subscribe-entity", entity(1))).contains(Subscriptions.BUSY);
        assertThat(house.answer(client, "subscribe-type", Map.of("uid", ARTICLE)))
                .contains(Subscriptions.BUSY);
        assertThat(house.standings.size()).isZero();
    }

    @Test
    void anEntryThatWasMadeAnewUnderItsDocumentIdLeavesNothingBehind() {
        Standings standings = house.standings;
        Standings.Standing one = standings.follow(ARTICLE, new Entry(1, "doc", Map.of()));
        Standings.Standing two = standings.follow(ARTICLE, new Entry(2, "doc", Map.of()));
        assertThat(standings.find(ARTICLE, 2, null)).containsSame(one).containsSame(two);
        standings.drop(one);
        standings.drop(two);

        assertThat(standings.find(ARTICLE, 1, null)).isEmpty();
        assertThat(standings.find(ARTICLE, 2, null)).isEmpty();
    }

    @Test
    void aHostThatCannotReadIsAnErrorThatTellsNothing() {
        source.whileReading(() -> {
            throw new IllegalStateException("secret detail");
        });
        RecordingClient client = house.connect("reader");
        assertThat(house.answer(client, "subscribe-entity", entity(1)))
                .contains(Subscriptions.UNREADABLE)
                .doesNotContain("secret");
    }

    @Test
    void aClientHasSoManySubscriptionsAndNoMore() {
        for (int i = 1; i <= 4; i++) {
            source.put(ARTICLE, published(i, "x"));
        }
        RecordingClient client = house.connect("reader");
        house.answer(client, "subscribe-type", Map.of("uid", ARTICLE));
        house.answer(client, "subscribe-entity", entity(1));
        house.answer(client, "subscribe-entity", entity(2));
        assertThat(house.answer(client, "subscribe-entity", entity(3))).contains(Subscriptions.TOO_MANY);
        assertThat(house.answer(client, "subscribe-entity", entity("doc2")))
                .as("this one it has")
                .contains("\"success\":true");
        house.answer(client, "unsubscribe-entity", entity(1));
        assertThat(house.answer(client, "subscribe-entity", entity(3))).contains("\"success\":true");
        house.subscriptions.reconfigure(new SubscriptionSettings(4, Duration.ofSeconds(20)));
        assertThat(house.answer(client, "subscribe-entity", entity(4))).contains("\"success\":true");
    }

    @Test
    void whatAClientAsksForTakesEffectInThatOrder() {
        source.put(ARTICLE, published(1, "One"));
        RecordingClient client = house.connect("reader");
        CompletableFuture<String> last = CompletableFuture.completedFuture("");
        for (int i = 0; i < 50; i++) {
            house.ask(client, "subscribe-entity", i % 2 == 0 ? snapshot(1) : entity(1));
            last = house.ask(client, "unsubscribe-entity", entity(1));
        }
        last.join();
        assertThat(client.heard()).allMatch(answer -> answer.contains("\"success\":true"));
        assertThat(house.standings.size()).isZero();
        assertThat(comment(1)).isEqualTo(Reach.NOBODY);
    }

    @Test
    void subscriptionsEndWithTheSocket() {
        source.put(ARTICLE, published(1, "One"));
        RecordingClient early = house.connect("reader");
        RecordingClient late = house.connect("reader");
        house.answer(early, "subscribe-entity", entity(1));
        house.disconnect(early);
        assertThat(house.standings.size()).isZero();

        source.whileReading(() -> house.disconnect(late));
        house.ask(late, "subscribe-entity", snapshot(1));
        Awaitility.await().until(() -> source.reads() >= 2);
        Awaitility.await().until(() -> house.standings.size() == 0 && !house.standings.isFollowed(ARTICLE));
        assertThat(comment(1)).isEqualTo(Reach.NOBODY);
    }

    static List<Object> nonsense() {
        return Arrays.asList(
                null,
                "",
                1,
                true,
                List.of(),
                Map.of(),
                Map.of("uid", ARTICLE),
                Map.of("uid", 1, "id", 1),
                Map.of("uid", "", "id", 1),
                Map.of("uid", ARTICLE, "id", ""),
                Map.of("uid", ARTICLE, "id", List.of(1)),
                Map.of("uid", ARTICLE, "id", Map.of("id", 1)),
                Map.of("uid", ARTICLE, "id", true),
                Map.of("uid", ARTICLE, "id", 1.5),
                Map.of("uid", ARTICLE, "id", Double.NaN),
                Map.of("uid", ARTICLE, "id", BigInteger.TEN.pow(400)),
                Map.of("uid", ARTICLE, "id", "x".repeat(100_000)),
                Map.of("uid", "x".repeat(100_000), "id", 1),
                Map.of("uid", ARTICLE, "documentId", 5),
                Map.of("uid", ARTICLE, "documentId", "x".repeat(300)),
                Map.of("uid", ARTICLE, "id", 1, "snapshot", "yes"),
                new byte[] {1});
    }

    /** B14: whatever comes is answered, and harms nobody. */
    @ParameterizedTest
    @MethodSource("nonsense")
    void nonsenseIsAnsweredByAnError(Object payload) {
        RecordingClient client = house.connect("reader");
        for (String event : List.of("subscribe-entity", "unsubscribe-entity")) {
            assertThat(house.answer(client, event, payload)).contains("\"success\":false", "give { uid, id }");
        }
        assertThat(house.answer(client, "subscribe-entity")).contains("\"success\":false");
        for (String event : List.of("subscribe-type", "unsubscribe-type")) {
            assertThat(house.answer(client, event, payload)).contains("\"success\":");
        }
        assertThat(house.answer(client, "get-entity-subscriptions", payload)).contains("\"success\":true");
        assertThat(source.reads()).isZero();
    }

    @Test
    void otherNamespacesHaveNoSubscriptions() {
        source.put(ARTICLE, published(1, "One"));
        RecordingClient client = house.connect("/other", "reader");
        assertThat(house.answer(client, "subscribe-entity", entity(1))).contains(Subscriptions.NOT_HERE);
        assertThat(house.answer(client, "subscribe-type", Map.of("uid", ARTICLE)))
                .contains(Subscriptions.NOT_HERE);
    }
}
