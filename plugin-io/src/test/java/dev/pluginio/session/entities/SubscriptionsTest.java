package dev.pluginio.session.entities;

import static dev.pluginio.testing.Blog.ARTICLE;
import static dev.pluginio.testing.Blog.allowed;
import static dev.pluginio.testing.Blog.draft;
import static dev.pluginio.testing.Blog.published;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pluginio.access.PermissionRule;
import dev.pluginio.api.access.Permissions;
import dev.pluginio.api.content.Action;
import dev.pluginio.api.content.Entry;
import dev.pluginio.api.event.ContentChange;
import dev.pluginio.api.realtime.PayloadTransformer;
import dev.pluginio.api.realtime.Reach;
import dev.pluginio.delivery.Contribution;
import dev.pluginio.delivery.Standings;
import dev.pluginio.log.Announcement;
import dev.pluginio.testing.Blog;
import dev.pluginio.testing.EntityHouse;
import dev.pluginio.testing.RecordingClient;
import dev.pluginio.testing.TableSource;
import dev.pluginio.testing.TestContext;
import dev.pluginio.transport.Arguments;
import dev.pluginio.transport.Audience;
import dev.pluginio.transport.Clearance;
import dev.pluginio.transport.ClientListener.Acknowledgement;
import dev.pluginio.transport.Emission;
import dev.pluginio.transport.Room;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SubscriptionsTest {

    private static final String REFUSED =
            "(answer) {\"success\":false,\"error\":\"" + Subscriptions.NO_SUCH_ENTRY + "\"}";

    private final TableSource source = new TableSource();
    private EntityHouse house = house(new SubscriptionSettings(3, Duration.ofSeconds(20)));

    private EntityHouse house(SubscriptionSettings settings) {
        EntityHouse made = new EntityHouse(Blog.CATALOG, source, settings, Blog.articles(PermissionRule.FIND));
        made.role("reader", allowed("api::article.article.find"));
        made.role("editor", Permissions.all());
        made.role("nobody", Permissions.none());
        return made;
    }

    @AfterEach
    void stop() {
        house.close();
    }

    private static Map<String, Object> entity(Object id) {
        return Map.of("uid", ARTICLE, "id", id);
    }

    private static Map<String, Object> snapshot(Object id) {
        return Map.of("uid", ARTICLE, "id", id, "snapshot", true);
    }

    private Reach emit(Object id) {
        return house.log
                .afterAppended(() -> house.delivery.send(
                        ARTICLE, id, new Emission("comment", "1".getBytes(), Audience.everyone("/")), Set.of()))
                .join();
    }

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
        assertThat(emit(1)).isEqualTo(emit("doc1")).isEqualTo(new Reach(1, 2));
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
        assertThat(emit(1)).isEqualTo(Reach.NOBODY);
    }

    /** B10: nobody can find out by subscribing which entries there are. */
    @Test
    void anEntryThatMayNotBeReadIsAnsweredAsOneThatIsNotThere() {
        source.put(ARTICLE, draft(1, "Secret"));
        source.put(ARTICLE, published(2, "Two"));
        RecordingClient reader = house.connect("reader");
        RecordingClient nobody = house.connect("nobody");

        for (Map<String, Object> wish : List.of(entity(1), snapshot(1), entity(99), snapshot(99), snapshot("doc1"))) {
            house.answer(reader, "subscribe-entity", wish);
        }
        int ofOne = source.reads();
        assertThat(ofOne).as("each was looked for as the other").isEqualTo(5);
        house.answer(nobody, "subscribe-entity", entity(2));
        house.answer(nobody, "subscribe-entity", Map.of("uid", "api::no.such", "id", 2));
        house.answer(nobody, "subscribe-entity", Map.of("uid", Blog.AUTHOR, "id", 2));

        assertThat(reader.heard()).hasSize(5).containsOnly(REFUSED);
        assertThat(nobody.heard()).hasSize(3).containsOnly(REFUSED);
        assertThat(house.answer(nobody, "subscribe-type", Map.of("uid", ARTICLE)))
                .isEqualTo(house.answer(nobody, "subscribe-type", Map.of("uid", "api::no.such")))
                .contains(Subscriptions.NO_SUCH_TYPE);
        assertThat(house.standings.size()).isZero();
        assertThat(reader.rooms()).noneMatch(room -> room.kind() == Room.Kind.ENTITY);
    }

    @Test
    void whatIsSentToSubscribersReachesOnlyThoseWhoMayReadTheEntryNow() {
        Entry shown = published(1, "One");
        source.put(ARTICLE, shown);
        RecordingClient reader = house.connect("reader");
        RecordingClient editor = house.connect("editor");
        house.connect("editor");
        house.answer(reader, "subscribe-entity", entity(1));
        house.answer(editor, "subscribe-entity", entity(1));
        int reads = source.reads();
        assertThat(emit(1)).isEqualTo(new Reach(1, 2));

        house.commit(ContentChange.updated(ARTICLE, shown, draft(1, "One")));
        assertThat(emit(1)).as("it is a draft now").isEqualTo(new Reach(1, 1));
        house.log.append(Announcement.untold(ContentChange.updated(ARTICLE, draft(1, "One"), shown)));
        assertThat(emit(1)).as("nobody is told, but it counts").isEqualTo(new Reach(1, 2));
        house.permit("reader", Permissions.none());
        assertThat(emit(1)).isEqualTo(new Reach(1, 1));
        house.permit("reader", allowed("api::article.article.find"));
        house.log.append(new Announcement(
                ContentChange.of(ARTICLE, new Action("feature"), draft(1, "One")), null, new CompletableFuture<>()));
        assertThat(emit(1)).as("what a caller says is not what is").isEqualTo(new Reach(1, 2));
        house.commit(ContentChange.deleted(ARTICLE, shown));
        assertThat(emit(1)).isEqualTo(Reach.NOBODY);
        house.commit(ContentChange.created(ARTICLE, shown));
        assertThat(emit(1)).isEqualTo(new Reach(1, 2));

        assertThat(source.reads()).as("no event reads").isEqualTo(reads);
        assertThat(reader.heard()).filteredOn("comment 1"::equals).hasSize(4);
    }

    /** B10: code that others trust subscribes whom it likes, which does not widen what they hear. */
    @Test
    void aTrustedSubscriptionDoesNotWidenTheView() {
        source.put(ARTICLE, draft(1, "Secret"));
        RecordingClient reader = house.connect("reader");
        assertThat(subscribe(reader, Subscriptions.Wish.EVENTS).error()).isEqualTo(Subscriptions.NO_SUCH_ENTRY);

        assertThat(subscribe(reader, Subscriptions.Wish.TRUSTED).error()).isNull();
        assertThat(emit(1)).isEqualTo(Reach.NOBODY);
        house.commit(ContentChange.updated(ARTICLE, draft(1, "Secret"), draft(1, "Still")));
        house.settle();
        assertThat(reader.heard()).isEmpty();
        house.commit(ContentChange.updated(ARTICLE, draft(1, "Still"), published(1, "Out")));
        assertThat(emit(1)).isEqualTo(new Reach(1, 1));
    }

    private Outcome subscribe(RecordingClient client, Subscriptions.Wish wish) {
        return house.subscriptions
                .subscribe(house.sessions.find(client.id()).orElseThrow(), ARTICLE, EntryName.of(1), wish)
                .toCompletableFuture()
                .join();
    }

    /** What is held while the entry is read comes after the answer, and what is in the answer does not come again. */
    @Test
    void whatHappensWhileASnapshotIsTakenFollowsTheAnswer() {
        Entry one = published(1, "One");
        Entry two = published(1, "Two");
        source.put(ARTICLE, one);
        RecordingClient client = house.connect("reader");
        RecordingClient other = house.connect("reader");
        house.answer(other, "subscribe-entity", entity(1));
        source.draw(); // a transaction that has not told yet

        CompletableFuture<String> answer = house.ask(client, "subscribe-entity", snapshot("doc1"));
        house.settle();
        assertThat(answer).isNotDone();
        source.put(ARTICLE, two);
        house.commit(ContentChange.updated(ARTICLE, one, two));
        AtomicBoolean once = new AtomicBoolean(true);
        source.whileReading(() -> {
            if (once.getAndSet(false)) {
                source.draw();
                Entry three = published(1, "Three");
                source.put(ARTICLE, three);
                house.commit(ContentChange.updated(ARTICLE, two, three));
                source.handedOn();
            }
        });
        source.handedOn();
        assertThat(answer.join()).contains("\"title\":\"Three\"").doesNotContain("hunter2", "internalNotes");
        house.commit(ContentChange.updated(ARTICLE, published(1, "Three"), published(1, "Four")));
        house.settle();
        house.settle();

        assertThat(titles(client)).endsWith("(answer) Three", "article:update Four");
        assertThat(titles(client)
                        .subList(
                                titles(client).indexOf("(answer) Three") + 1,
                                titles(client).size()))
                .as("nothing that the answer tells")
                .containsExactly("article:update Four");
        assertThat(titles(other)).containsSequence("article:update Two", "article:update Three", "article:update Four");
    }

    private static List<String> titles(RecordingClient client) {
        return client.heard().stream()
                .map(frame -> frame.substring(0, frame.indexOf(' ') + 1)
                        + frame.replaceAll(".*\"title\":\"([^\"]+)\".*", "$1"))
                .toList();
    }

    private static Announcement featured() {
        return new Announcement(
                ContentChange.of(ARTICLE, new Action("feature"), published(1, "One")), null, new CompletableFuture<>());
    }

    /** What no state tells is not lost because the entry had to be read twice. */
    @Test
    void whatHappensBetweenTwoAttemptsToReadIsNotLost() {
        house.role("fan", Permissions.all());
        source.put(ARTICLE, published(1, "One"));
        RecordingClient client = house.connect("fan");
        house.answer(client, "subscribe-entity", entity(1));
        AtomicBoolean once = new AtomicBoolean(true);
        source.whileReading(() -> {
            if (source.reads() == 4 && once.getAndSet(false)) {
                source.draw();
                house.log.append(featured());
                emit(1);
                source.handedOn();
            }
        });

        house.answer(client, "subscribe-entity", snapshot(1));
        house.settle();

        assertThat(once).isFalse();
        assertThat(client.heard())
                .filteredOn(frame -> frame.startsWith("article:feature"))
                .hasSize(1);
        assertThat(client.heard()).filteredOn("comment 1"::equals).hasSize(1);
    }

    /** Whoever is given no state after all has missed nothing. */
    @Test
    void aSnapshotThatFailsInTheEndHasLostNothing() {
        house.close();
        house = house(new SubscriptionSettings(3, Duration.ofSeconds(2)));
        source.put(ARTICLE, published(1, "One"));
        RecordingClient client = house.connect("reader");
        AtomicInteger attempts = new AtomicInteger();
        source.whileReading(() -> {
            if (source.reads() > 1 && attempts.incrementAndGet() < 3) {
                source.draw();
                house.commit(ContentChange.updated(ARTICLE, published(1, "One"), published(1, "n" + attempts)));
                source.handedOn();
            } else if (attempts.get() == 3) {
                source.draw(); // and never ends
            }
        });

        assertThat(house.answer(client, "subscribe-entity", snapshot(1))).contains(Subscriptions.NOT_IN_TIME);
        house.settle();
        house.settle();

        assertThat(titles(client)).contains("article:update n1", "article:update n2");
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

    /** A transformer sees what is sent, and nothing else: not the little that is known of an entry to decide about it. */
    @Test
    void asksTransformersOnlyAboutWhatIsSent() {
        source.put(ARTICLE, published(1, "One"));
        house.transformers.offer(List.of(new Contribution<>(
                "loud",
                new PayloadTransformer() {
                    @Override
                    public Set<String> contentTypes() {
                        return Set.of(ARTICLE);
                    }

                    @Override
                    public Map<String, Object> transform(String contentType, Entry visible) {
                        String title = (String) visible.values().get("title");
                        return Map.of("title", title.toUpperCase(Locale.ROOT));
                    }
                },
                TestContext.NONE)));
        RecordingClient client = house.connect("reader");

        assertThat(house.answer(client, "subscribe-entity", snapshot(1))).contains("\"title\":\"ONE\"");
        assertThat(house.answer(client, "subscribe-entity", entity(1))).contains("\"success\":true");
    }

    /** B32: the answer with an entry is for those who may read it when it is written. */
    @Test
    void anAnswerWithAnEntryNeedsTheRightToReadIt() {
        source.put(ARTICLE, published(1, "One"));
        RecordingClient client = house.connect("reader");
        CompletableFuture<Clearance> needed = new CompletableFuture<>();
        house.sessions.received(client, "subscribe-entity", List.of(snapshot(1)), new Acknowledgement() {
            @Override
            public void answer(Arguments arguments) {
                needed.completeExceptionally(new AssertionError("anybody gets it"));
            }

            @Override
            public void answer(Arguments arguments, Clearance clearance, Arguments otherwise) {
                assertThat(new String(otherwise.values().get(0), UTF_8))
                        .isEqualTo("{\"success\":false,\"error\":\"forbidden\"}");
                needed.complete(clearance);
            }
        });
        Clearance clearance = needed.orTimeout(60, TimeUnit.SECONDS).join();
        assertThat(clearance.stands()).isTrue();
        assertThat(clearance.permits(client.attachment())).isTrue();

        house.permit("reader", Permissions.none());
        house.access.rights();
        house.audiences.reconsider();

        assertThat(clearance.stands()).isFalse();
        assertThat(clearance.permits(client.attachment())).isFalse();
    }

    /** B10: a client does not learn of entries that it may not read because others subscribed it to them. */
    @Test
    void aTrustedSubscriptionIsNotToldToAClientThatMayNotReadTheEntry() {
        source.put(ARTICLE, draft(1, "Secret"));
        RecordingClient reader = house.connect("reader");
        subscribe(reader, Subscriptions.Wish.TRUSTED);

        assertThat(house.answer(reader, "get-entity-subscriptions")).contains("\"subscriptions\":[]");
        assertThat(house.answer(reader, "unsubscribe-entity", entity(1)))
                .isEqualTo(house.answer(reader, "unsubscribe-entity", entity(2)))
                .contains(Subscriptions.NOT_SUBSCRIBED);
        house.commit(ContentChange.updated(ARTICLE, draft(1, "Secret"), published(1, "Out")));
        house.settle();
        assertThat(house.answer(reader, "get-entity-subscriptions")).contains("doc1");
        assertThat(house.answer(reader, "unsubscribe-entity", entity(1))).contains("\"success\":true");
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
    void anEntryThatIsNotReadInTimeIsAnErrorAndHoldsNothingBack() {
        house.close();
        house = house(new SubscriptionSettings(3, Duration.ofMillis(50)));
        source.put(ARTICLE, published(1, "One"));
        RecordingClient client = house.connect("reader");
        source.draw();

        assertThat(house.answer(client, "subscribe-entity", snapshot(1))).contains(Subscriptions.NOT_IN_TIME);
        house.commit(ContentChange.updated(ARTICLE, published(1, "One"), published(1, "Two")));
        house.settle();
        assertThat(titles(client)).last().isEqualTo("article:update Two");
        assertThat(house.standings.size()).isZero();
        source.handedOn();
        house.settle();
        assertThat(house.answer(client, "get-entity-subscriptions")).contains("\"subscriptions\":[]");
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
        assertThat(emit(1)).isEqualTo(Reach.NOBODY);
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
        assertThat(emit(1)).isEqualTo(Reach.NOBODY);
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
