package dev.pluginio.session.entities;

import static dev.pluginio.testing.ArticleRule.rule;
import static dev.pluginio.testing.Blog.ARTICLE;
import static dev.pluginio.testing.Blog.draft;
import static dev.pluginio.testing.Blog.noted;
import static dev.pluginio.testing.Blog.published;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pluginio.api.content.Entry;
import dev.pluginio.api.event.ContentChange;
import dev.pluginio.api.realtime.AudienceRule;
import dev.pluginio.api.realtime.Hearers;
import dev.pluginio.api.realtime.IoService;
import dev.pluginio.api.realtime.Reach;
import dev.pluginio.api.realtime.RealtimeException;
import dev.pluginio.testing.RecordingClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What is sent about an entry after a rule came that needs to know more of it than was kept. */
class RelearningTest extends SubscriptionsTesting {

    private static final AudienceRule OPEN = rule(
            "open",
            state -> "open".equals(state.values().get("internalNotes")) ? Hearers.everyone() : Hearers.nobody());

    private RecordingClient subscriber(Entry article) {
        source.put(ARTICLE, article);
        RecordingClient client = house.connect("reader");
        house.answer(client, "subscribe-entity", Map.of("uid", ARTICLE, "id", article.id()));
        return client;
    }

    private CompletableFuture<Reach> emit(Object data) {
        return house.service().emitToEntity(ARTICLE, 1, "typing", data).toCompletableFuture();
    }

    private Reach emitted(Object data) {
        return emit(data).orTimeout(60, TimeUnit.SECONDS).join();
    }

    @Test
    void reachesThoseWhomTheNewRuleLetsHear() {
        RecordingClient client = subscriber(noted("open"));
        int reads = source.reads();

        house.rules(OPEN);

        assertThat(emitted("a")).isEqualTo(new Reach(1, 1));
        int readAnew = source.reads();
        assertThat(readAnew).isGreaterThan(reads);
        assertThat(emitted("b")).isEqualTo(new Reach(1, 1));
        assertThat(source.reads()).as("it is known from then on").isEqualTo(readAnew);
        assertThat(client.heard())
                .filteredOn(frame -> frame.startsWith("typing"))
                .hasSize(2);
    }

    @Test
    void reachesNobodyWhomTheNewRuleForbidsToHear() {
        subscriber(noted("closed"));
        house.rules(OPEN);

        assertThat(emitted("a")).isEqualTo(Reach.NOBODY);
    }

    /** The entry is read off the thread that delivers, and nothing is sent meanwhile that came later. */
    @Test
    void keepsTheOrderOfWhatIsSentWhileTheEntryIsRead() throws Exception {
        RecordingClient client = subscriber(noted("open"));
        house.rules(OPEN);
        CountDownLatch mayRead = new CountDownLatch(1);
        source.whileReading(() -> awaitUnchecked(mayRead));
        List<CompletableFuture<Reach>> sent = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            sent.add(emit(i));
        }
        house.settle();
        assertThat(sent).noneMatch(CompletableFuture::isDone);

        mayRead.countDown();
        for (CompletableFuture<Reach> one : sent) {
            assertThat(one.get(60, TimeUnit.SECONDS)).isEqualTo(new Reach(1, 1));
        }
        assertThat(client.heard())
                .filteredOn(frame -> frame.startsWith("typing"))
                .extracting(frame -> frame.replaceAll("\\D", ""))
                .containsExactly("0", "1", "2", "3", "4");
    }

    /** A change that was captured before the rule came cannot tell what the rule needs. */
    @Test
    void readsWhatAChangeOfBeforeTheRuleDidNotTell() {
        subscriber(noted("open"));
        house.rules(OPEN);
        house.commit(ContentChange.updated(ARTICLE, noted("open"), without("internalNotes", noted("open"))));

        assertThat(emitted("a")).isEqualTo(new Reach(1, 1));
    }

    /** While a transaction on the entry is under way, what is read of it may be over before it is known. */
    @Test
    void doesNotTakeAnOldStateForTheNewOne() {
        subscriber(published(1, "One"));
        house.rules(rule("any", state -> Hearers.everyone()));
        source.draw();
        CompletableFuture<Reach> sent = emit("a");
        house.settle();

        source.put(ARTICLE, draft(1, "One"));
        source.handedOn();

        assertThat(sent.orTimeout(60, TimeUnit.SECONDS).join()).isEqualTo(Reach.NOBODY);
    }

    @Test
    void tellsTheCallerWhenTheEntryCannotBeRead() {
        subscriber(noted("open"));
        house.rules(OPEN);
        source.whileReading(() -> {
            throw new IllegalStateException("the database is down");
        });

        assertThatThrownBy(() -> emitted("a"))
                .hasRootCauseInstanceOf(IllegalStateException.class)
                .cause()
                .isInstanceOf(RealtimeException.class)
                .hasMessageContaining("doc1");

        source.whileReading(() -> {});
        assertThat(emitted("b")).as("it is tried again").isEqualTo(new Reach(1, 1));
    }

    @Test
    void waitsForADatabaseThatHangsInBoundedTimeAndNumber() {
        rebuild(Duration.ofMillis(300));
        subscriber(noted("open"));
        house.rules(OPEN);
        CountDownLatch never = new CountDownLatch(1);
        source.whileReading(() -> awaitUnchecked(never));
        IoService io = house.service();
        List<CompletableFuture<Reach>> sent = new ArrayList<>();
        for (int i = 0; i < Relearning.MOST; i++) {
            sent.add(io.emitToEntity(ARTICLE, 1, "typing", i).toCompletableFuture());
        }
        CompletableFuture<Reach> tooMany =
                io.emitToEntity(ARTICLE, 1, "typing", "last").toCompletableFuture();

        assertThatThrownBy(tooMany::join).hasCauseInstanceOf(RealtimeException.class);
        assertThat(sent)
                .allSatisfy(one -> assertThatThrownBy(
                                () -> one.orTimeout(60, TimeUnit.SECONDS).join())
                        .hasCauseInstanceOf(RealtimeException.class));
        never.countDown();
    }

    private static Entry without(String name, Entry entry) {
        Map<String, Object> values = new LinkedHashMap<>(entry.values());
        values.remove(name);
        return new Entry(entry.id(), entry.documentId(), values);
    }

    private static void awaitUnchecked(CountDownLatch latch) {
        try {
            latch.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
