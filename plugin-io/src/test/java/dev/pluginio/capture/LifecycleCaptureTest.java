package dev.pluginio.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pluginio.api.content.Action;
import dev.pluginio.api.content.Attribute;
import dev.pluginio.api.content.ContentCatalog;
import dev.pluginio.api.content.ContentType;
import dev.pluginio.api.content.Entry;
import dev.pluginio.api.event.ContentChange;
import dev.pluginio.api.host.ContentLifecycle.Transaction;
import dev.pluginio.api.realtime.Envelope;
import dev.pluginio.api.realtime.Reach;
import dev.pluginio.log.Announcement;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A host without JPA tells of its changes, and what is asked for in its transactions. */
class LifecycleCaptureTest {

    private static final String ARTICLE = "api::article.article";
    private static final String TAG = "api::tag.tag";

    private final ContentCatalog catalog = ContentCatalog.of(List.of(
            ContentType.of(ARTICLE, Attribute.value("title"), Attribute.value("publishedAt")),
            ContentType.of(TAG, Attribute.value("title"))));
    private final RecordingLog log = new RecordingLog();
    private final FakeInterest interest = new FakeInterest(catalog);
    private final CountingObserver observer = new CountingObserver();
    private final Sequencer sequencer = new Sequencer(log, Duration.ofSeconds(10), (delay, task) -> {}, observer);
    private final LifecycleCapture lifecycle =
            new LifecycleCapture(catalog, new CaptureParts(interest, sequencer, observer));

    private static Entry entry(long id, String title) {
        return Entry.of(id, Map.of("title", title));
    }

    private static Entry article(String title, @Nullable String publishedAt) {
        Map<String, @Nullable Object> values = new java.util.HashMap<>(Map.of("title", title));
        values.put("publishedAt", publishedAt);
        return Entry.of(1L, Collections.unmodifiableMap(values));
    }

    private void commit(ContentChange... changes) {
        Transaction transaction = lifecycle.begin();
        for (ContentChange change : changes) {
            transaction.changed(change);
        }
        transaction.committed();
    }

    private CompletableFuture<Reach> ask(String action, String uid, Entry entry) {
        return ask(action, uid, entry, null);
    }

    private CompletableFuture<Reach> ask(String action, String uid, Entry entry, @Nullable Envelope envelope) {
        CompletableFuture<Reach> reach = new CompletableFuture<>();
        assertThat(lifecycle
                        .current()
                        .orElseThrow()
                        .announce(new Announcement(ContentChange.of(uid, new Action(action), entry), envelope, reach)))
                .isTrue();
        return reach;
    }

    @Test
    void collapsesWhatATransactionDidToOneChangeAnEntry() {
        commit(
                ContentChange.created(TAG, entry(1, "a")),
                ContentChange.updated(TAG, entry(1, "a"), entry(1, "b")),
                ContentChange.updated(TAG, entry(2, "a"), entry(2, "b")),
                ContentChange.updated(TAG, entry(2, "b"), entry(2, "c")),
                ContentChange.created(TAG, entry(3, "x")),
                ContentChange.deleted(TAG, entry(3, "x")),
                ContentChange.updated(TAG, entry(4, "a"), entry(4, "b")),
                ContentChange.deleted(TAG, entry(4, "b")),
                ContentChange.deleted(TAG, entry(5, "a")),
                ContentChange.created(TAG, entry(5, "b")));
        assertThat(log.names()).containsExactly("tag:create", "tag:update", "tag:delete", "tag:update");
        List<ContentChange> changes = log.changes();
        assertThat(changes.get(0).after()).contains(entry(1, "b"));
        assertThat(changes.get(1).before()).contains(entry(2, "a"));
        assertThat(changes.get(1).after()).contains(entry(2, "c"));
        assertThat(changes.get(2).before()).contains(entry(4, "a"));
        assertThat(changes.get(3).before()).contains(entry(5, "a"));
    }

    /** B18. */
    @Test
    void tellsNothingBeforeTheCommitAndNothingOfARollback() {
        Transaction transaction = lifecycle.begin();
        transaction.changed(ContentChange.created(TAG, entry(1, "a")));
        CompletableFuture<Reach> reach = ask("seen", TAG, entry(1, "a"));
        assertThat(log.names()).isEmpty();
        transaction.rolledBack();
        transaction.committed();
        assertThat(log.names()).isEmpty();
        assertThat(reach).isCompletedWithValue(Reach.NOBODY);
        assertThat(observer.forgotten).hasValue(2);
        assertThat(lifecycle.current()).isEmpty();
        assertThat(sequencer.waitingEntries()).isZero();
    }

    @Test
    void refusesWhatComesTooLateOrIsUnknown() {
        Transaction transaction = lifecycle.begin();
        assertThatThrownBy(() -> transaction.changed(ContentChange.created("api::no.no", entry(1, "a"))))
                .isInstanceOf(IllegalArgumentException.class);
        transaction.committed();
        assertThatThrownBy(() -> transaction.changed(ContentChange.created(TAG, entry(1, "a"))))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void sendsWhatWasAskedForAfterWhatTheTransactionChanged() {
        Transaction transaction = lifecycle.begin();
        ask("starred", TAG, entry(9, "z"));
        ask("seen", TAG, entry(1, "a"));
        transaction.changed(ContentChange.created(TAG, entry(1, "a")));
        transaction.committed();
        assertThat(log.names()).containsExactly("tag:create", "tag:starred", "tag:seen");
    }

    @Test
    void makesOneEventOfAChangeAndOfWhatWasAskedForIt() {
        Transaction transaction = lifecycle.begin();
        CompletableFuture<Reach> first = ask("update", TAG, entry(1, "asked"), Envelope.BARE);
        CompletableFuture<Reach> second = ask("update", TAG, entry(1, "asked"));
        transaction.changed(ContentChange.updated(TAG, entry(1, "a"), entry(1, "b")));
        transaction.committed();
        assertThat(log.only().after()).contains(entry(1, "b"));
        assertThat(log.announcements().get(0).envelope()).isEqualTo(Envelope.BARE);
        assertThat(first).isCompletedWithValue(new Reach(1, 1));
        assertThat(second).isCompletedWithValue(new Reach(1, 1));
    }

    @Test
    void takesAnUpdateAskedForANewEntryToBeItsCreation() {
        Transaction transaction = lifecycle.begin();
        transaction.changed(ContentChange.created(TAG, entry(1, "a")));
        CompletableFuture<Reach> reach = ask("update", TAG, entry(1, "a"));
        transaction.committed();
        assertThat(log.names()).containsExactly("tag:create");
        assertThat(reach).isCompletedWithValue(new Reach(1, 1));
    }

    @Test
    void sendsNothingAskedForAnEntryThatCameAndWent() {
        Transaction transaction = lifecycle.begin();
        transaction.changed(ContentChange.created(TAG, entry(1, "a")));
        CompletableFuture<Reach> reach = ask("update", TAG, entry(1, "a"));
        transaction.changed(ContentChange.deleted(TAG, entry(1, "a")));
        transaction.committed();
        assertThat(log.names()).isEmpty();
        assertThat(reach).isCompletedWithValue(Reach.NOBODY);
    }

    @Test
    void sendsWhatWasAskedForWhereTheChangeItselfIsNotSent() {
        interest.actions(TAG, Action.CREATE);
        Transaction transaction = lifecycle.begin();
        transaction.changed(ContentChange.updated(TAG, entry(1, "a"), entry(1, "b")));
        ask("update", TAG, entry(1, "b"));
        transaction.committed();
        assertThat(log.names()).containsExactly("tag:update");
    }

    @Test
    void makesOneEventOfAPublicationAndOfWhatWasAskedForIt() {
        Transaction transaction = lifecycle.begin();
        transaction.changed(ContentChange.updated(ARTICLE, article("a", null), article("a", "now")));
        ask("publish", ARTICLE, article("a", "now"));
        transaction.committed();
        assertThat(log.names()).containsExactly("article:update", "article:publish");
        log.clear();
        Transaction other = lifecycle.begin();
        other.changed(ContentChange.updated(TAG, entry(1, "a"), entry(1, "b")));
        ask("publish", TAG, entry(1, "b"));
        other.committed();
        assertThat(log.names()).containsExactly("tag:update", "tag:publish");
    }

    /** B7. */
    @Test
    void tellsNothingOfDraftsWhereOnlyPublishedContentIsSent() {
        interest.onlyPublished(ARTICLE);
        commit(ContentChange.created(ARTICLE, article("a", null)));
        commit(ContentChange.updated(ARTICLE, article("a", null), article("b", null)));
        commit(ContentChange.deleted(ARTICLE, article("b", null)));
        assertThat(log.names()).isEmpty();
        commit(ContentChange.created(ARTICLE, article("a", "now")));
        commit(ContentChange.updated(ARTICLE, article("a", "now"), article("b", "now")));
        commit(ContentChange.updated(ARTICLE, article("b", "now"), article("b", null)));
        commit(ContentChange.updated(ARTICLE, article("b", null), article("b", "now")));
        commit(ContentChange.deleted(ARTICLE, article("b", "now")));
        assertThat(log.names())
                .containsExactly(
                        "article:create", "article:update", "article:unpublish", "article:publish", "article:delete");
        interest.onlyPublished(TAG);
        log.clear();
        commit(ContentChange.created(TAG, entry(1, "a")));
        assertThat(log.names()).containsExactly("tag:create");
    }

    @Test
    void tellsOnlyTheActionsThatAreSent() {
        interest.actions(ARTICLE, Action.PUBLISH);
        commit(ContentChange.updated(ARTICLE, article("a", null), article("a", "now")));
        assertThat(log.names()).containsExactly("article:publish");
    }

    @Test
    void tellsWhatTheHostAnnouncesByNameOnlyAsConfigured() {
        Action starred = new Action("starred");
        interest.actions(ARTICLE, Action.CREATE, Action.PUBLISH);
        commit(
                ContentChange.of(ARTICLE, Action.PUBLISH, entry(1, "a")),
                ContentChange.of(ARTICLE, Action.UNPUBLISH, entry(1, "a")),
                ContentChange.of(ARTICLE, starred, entry(1, "a")));
        assertThat(log.names()).containsExactly("article:publish", "article:starred");
        interest.neverSent(TAG);
        log.clear();
        commit(ContentChange.of(TAG, Action.PUBLISH, entry(1, "a")), ContentChange.of(TAG, starred, entry(1, "a")));
        assertThat(log.names()).isEmpty();
    }

    @Test
    void keepsTheOrderOfAnEntrysChangesForWhatTheHostAnnouncesByName() {
        Transaction first = lifecycle.begin();
        first.changed(ContentChange.of(TAG, Action.PUBLISH, entry(1, "a")));
        Transaction second = lifecycle.begin();
        second.changed(ContentChange.updated(TAG, entry(1, "a"), entry(1, "b")));
        second.committed();
        assertThat(log.names()).isEmpty();
        first.committed();
        assertThat(log.names()).containsExactly("tag:publish", "tag:update");
    }

    @Test
    void knowsTheInnermostTransactionOfAThread() {
        Transaction outer = lifecycle.begin();
        Transaction inner = lifecycle.begin();
        CompletableFuture<Reach> inside = ask("seen", TAG, entry(1, "a"));
        inner.rolledBack();
        assertThat(inside).isCompletedWithValue(Reach.NOBODY);
        CompletableFuture<Reach> outside = ask("seen", TAG, entry(1, "a"));
        outer.committed();
        assertThat(outside).isCompletedWithValue(new Reach(1, 1));
        assertThat(lifecycle.current()).isEmpty();
        assertThat(lifecycle.of(outer)).isEmpty();
        Transaction named = lifecycle.begin();
        assertThat(lifecycle.of(named)).isPresent();
        named.rolledBack();
    }
}
