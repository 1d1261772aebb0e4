package dev.pluginio.session.entities;

import static dev.pluginio.testing.Blog.ARTICLE;
import static dev.pluginio.testing.Blog.published;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pluginio.api.access.Permissions;
import dev.pluginio.api.content.Action;
import dev.pluginio.api.content.Entry;
import dev.pluginio.api.event.ContentChange;
import dev.pluginio.api.realtime.PayloadTransformer;
import dev.pluginio.delivery.Contribution;
import dev.pluginio.log.Announcement;
import dev.pluginio.testing.RecordingClient;
import dev.pluginio.testing.TestContext;
import dev.pluginio.transport.Arguments;
import dev.pluginio.transport.Clearance;
import dev.pluginio.transport.ClientListener.Acknowledgement;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What is answered with the entry as it is, and what follows. */
class SnapshotsTest extends SubscriptionsTesting {

    private static List<String> titles(RecordingClient client) {
        return client.heard().stream()
                .map(frame -> frame.substring(0, frame.indexOf(' ') + 1)
                        + frame.replaceAll(".*\"title\":\"([^\"]+)\".*", "$1"))
                .toList();
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
                comment(1);
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
        rebuild(Duration.ofSeconds(2));
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
    void anEntryThatIsNotReadInTimeIsAnErrorAndHoldsNothingBack() {
        rebuild(Duration.ofMillis(50));
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
}
