package dev.pluginio.delivery;

import static dev.pluginio.testing.Blog.ARTICLE;
import static dev.pluginio.testing.Blog.allowed;
import static dev.pluginio.testing.Blog.article;
import static dev.pluginio.testing.Blog.author;
import static dev.pluginio.testing.Blog.draft;
import static dev.pluginio.testing.Blog.published;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pluginio.access.AccessCache;
import dev.pluginio.access.Exposure;
import dev.pluginio.access.Exposures;
import dev.pluginio.access.PermissionRule;
import dev.pluginio.api.access.AccessChange;
import dev.pluginio.api.access.Grantee;
import dev.pluginio.api.access.Permissions;
import dev.pluginio.api.access.Role;
import dev.pluginio.api.content.Action;
import dev.pluginio.api.content.Entry;
import dev.pluginio.api.event.ContentChange;
import dev.pluginio.api.event.ContentEvent;
import dev.pluginio.api.realtime.Envelope;
import dev.pluginio.api.realtime.Reach;
import dev.pluginio.log.Announcement;
import dev.pluginio.testing.Blog;
import dev.pluginio.testing.RecordingTransport;
import dev.pluginio.testing.TablePolicy;
import dev.pluginio.transport.Emission;
import dev.pluginio.transport.Room;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class DeliveryTest {

    private static final String META =
            ",\"meta\":{\"uid\":\"api::article.article\",\"action\":\"%s\",\"at\":\"2026-01-01T00:00:00.000Z\",\"offset\":\"o\"}}";

    private final TablePolicy policy = new TablePolicy();
    private final AccessCache access = new AccessCache(policy, () -> 0);
    private final Attendance attendance = new Attendance();
    private final RecordingTransport transport = new RecordingTransport();
    private final AtomicInteger withheld = new AtomicInteger();
    private Exposure exposure = Blog.articles(PermissionRule.FIND);

    private Delivery delivery() {
        Rules rules = rules(List.of(exposure));
        return new Delivery(
                () -> rules, new Audiences(() -> rules, access, attendance), transport, new DeliveryObserver() {
                    @Override
                    public void withheld() {
                        withheld.incrementAndGet();
                    }
                });
    }

    private static Rules rules(List<Exposure> exposures) {
        return Rules.of(
                new DeliverySettings(Envelope.DATA, Shape.FLAT, List.of("password")),
                new Exposures(Blog.CATALOG, exposures, PermissionRule.FIND));
    }

    private void deliver(ContentChange change) {
        delivery().next(Announcement.of(change), new ContentEvent(change, Instant.parse("2026-01-01T00:00:00Z"), "o"));
    }

    private Grantee present(Grantee grantee) {
        attendance.arrived(grantee);
        return grantee;
    }

    private List<String> heardBy(Grantee grantee) {
        return transport.sent().stream()
                .filter(emission -> emission.audience().rooms().contains(Room.of(grantee)))
                .map(RecordingTransport::frame)
                .toList();
    }

    @Test
    void sendsToEachRoleWhatItMaySee() {
        Grantee reader = present(policy.role("reader", allowed("api::article.article.find")));
        Grantee editor = present(policy.role("editor", Permissions.all()));
        Entry entry = article(1, "One", "2026-01-01T00:00:00Z", Map.of("author", author(7, "ann")));

        deliver(ContentChange.updated(ARTICLE, entry, entry));

        String one = "article:update {\"data\":{\"id\":1,\"documentId\":\"doc1\",\"title\":\"One\","
                + "\"publishedAt\":\"2026-01-01T00:00:00Z\"";
        assertThat(heardBy(reader)).containsExactly(one + "}" + META.formatted("update"));
        assertThat(heardBy(editor)).singleElement().satisfies(frame -> {
            assertThat(frame).startsWith(one).contains("\"name\":\"ann\"");
            assertThat(frame).doesNotContain("house", "hunter2", "example.com");
        });
    }

    @Test
    void encodesOnceForAllWhoSeeTheSame() {
        for (int i = 0; i < 200; i++) {
            present(policy.role("r" + i, allowed("api::article.article.find", "x.unrelated" + i)));
            present(policy.token("t" + i, allowed("api::article.article.find")));
        }

        deliver(ContentChange.created(ARTICLE, published(1, "One")));

        assertThat(transport.sent())
                .singleElement()
                .satisfies(emission -> assertThat(emission.audience().rooms()).hasSize(400));
    }

    /** Several rows may be one document, in languages for example; and what a plugin says need not be all of an entry. */
    @Test
    void leavesOutNoUpdateOfAnotherRowAndNoneThatAPluginTells() {
        present(policy.role("editor", Permissions.all()));
        exposure = exposure.coalesced(true);
        Entry one = published(1, "One");
        Entry german = new Entry(2L, one.documentId(), one.values());
        ContentChange change = ContentChange.updated(ARTICLE, one, one);
        deliver(change);
        deliver(ContentChange.updated(ARTICLE, german, german));
        delivery()
                .next(
                        new Announcement(change, null, null),
                        new ContentEvent(change, Instant.parse("2026-01-01T00:00:00Z"), "o"));

        assertThat(transport.sent()).hasSize(3);
        assertThat(transport.sent().get(0).newestKey())
                .isNotNull()
                .isNotEqualTo(transport.sent().get(1).newestKey());
        assertThat(transport.sent().get(2).newestKey()).isNull();
    }

    /** What somebody's sight of the entry depends on is never left out. */
    @Test
    void letsSlowClientsMissUpdatesOnlyAndOnlyWhereSoConfigured() {
        present(policy.role("editor", Permissions.all()));
        Entry one = published(1, "One");
        deliver(ContentChange.updated(ARTICLE, one, one));
        exposure = exposure.coalesced(true);
        deliver(ContentChange.created(ARTICLE, one));
        deliver(ContentChange.updated(ARTICLE, one, one));
        deliver(ContentChange.updated(ARTICLE, published(2, "Two"), published(2, "2")));
        deliver(ContentChange.of(ARTICLE, Action.PUBLISH, draft(1, "One"), one));
        deliver(ContentChange.deleted(ARTICLE, one));

        assertThat(transport.sent())
                .extracting(emission -> emission.event() + " " + emission.newestKey())
                .containsExactly(
                        "article:update null",
                        "article:create null",
                        "article:update " + ARTICLE + "#1",
                        "article:update " + ARTICLE + "#2",
                        "article:publish null",
                        "article:delete null");
    }

    /** B3: a delete is told to those who could see the entry, and carries identifiers only. */
    @Test
    void tellsOfADeleteByTheStateBeforeAndWithIdentifiersOnly() {
        Grantee reader = present(policy.role("reader", allowed("api::article.article.find")));
        Grantee editor = present(policy.role("editor", Permissions.all()));
        present(policy.role("nobody", Permissions.none()));

        deliver(ContentChange.deleted(ARTICLE, draft(1, "One")));
        deliver(ContentChange.deleted(ARTICLE, published(2, "Two")));

        String two = "article:delete {\"data\":{\"id\":2,\"documentId\":\"doc2\"}" + META.formatted("delete");
        assertThat(heardBy(reader)).containsExactly(two);
        assertThat(heardBy(editor)).hasSize(2).last().isEqualTo(two);
        assertThat(transport.sent())
                .flatExtracting(emission -> emission.audience().rooms())
                .doesNotContain(new Room(Room.Kind.ROLE, "role-nobody"));
        assertThat(transport.frames()).noneMatch(frame -> frame.contains("One"));
    }

    /** B7: drafts go only to those who may find drafts. */
    @Test
    void keepsDraftsFromThoseWhoMayNotFindThem() {
        Grantee reader = present(policy.role("reader", allowed("api::article.article.find")));
        Grantee editor = present(policy.role("editor", Permissions.all()));

        deliver(ContentChange.created(ARTICLE, draft(1, "One")));

        assertThat(heardBy(reader)).isEmpty();
        assertThat(heardBy(editor)).hasSize(1);
    }

    private static ContentChange unpublished(Entry before, Entry after) {
        return ContentChange.of(ARTICLE, Action.UNPUBLISH, before, after);
    }

    @Test
    void sendsNothingOfDraftsOfATypeThatShowsOnlyWhatIsPublished() {
        exposure = Blog.onlyPublishedArticles();
        Grantee editor = present(policy.role("editor", Permissions.all()));

        deliver(ContentChange.created(ARTICLE, draft(1, "x")));
        deliver(ContentChange.updated(ARTICLE, draft(1, "x"), draft(1, "y")));
        deliver(ContentChange.deleted(ARTICLE, draft(1, "y")));
        deliver(unpublished(published(2, "a"), draft(2, "b")));

        assertThat(heardBy(editor))
                .containsExactly(
                        "article:unpublish {\"data\":{\"id\":2,\"documentId\":\"doc2\"}" + META.formatted("unpublish"));
    }

    /** B13: who may write hears by default; who may read hears where so configured. */
    @Test
    void letsTheRuleOfTheTypeDecideWhichPermissionCounts() {
        Grantee reader = present(policy.role("reader", allowed("api::article.article.find")));
        Grantee writer = present(policy.role("writer", allowed("api::article.article.update")));

        exposure = Blog.articles(PermissionRule.ACTION);
        deliver(ContentChange.updated(ARTICLE, published(1, "a"), published(1, "b")));
        assertThat(heardBy(reader)).isEmpty();
        assertThat(heardBy(writer)).hasSize(1);

        exposure = Blog.articles(PermissionRule.FIND);
        deliver(ContentChange.updated(ARTICLE, published(1, "a"), published(1, "b")));
        assertThat(heardBy(reader)).hasSize(1);
        assertThat(heardBy(writer)).hasSize(1);
    }

    /** B1: what cannot be made safe is not sent, and the others still hear. */
    @Test
    void sendsNothingToAnAudienceWhoseBytesCannotBeMade() {
        Grantee reader = present(policy.role("reader", allowed("api::article.article.find")));
        Grantee editor = present(policy.role("editor", Permissions.all()));
        Map<String, Object> broken = new HashMap<>();
        broken.put("author", new Entry(7L, "a7", Map.of("name", new Object())));

        deliver(ContentChange.created(ARTICLE, article(1, "One", "2026-01-01T00:00:00Z", broken)));

        assertThat(heardBy(editor)).isEmpty();
        assertThat(heardBy(reader)).hasSize(1);
        assertThat(withheld).hasValue(1);
    }

    @Test
    void followsAChangeOfPermissions() {
        Grantee reader = present(policy.role("reader", Permissions.none()));
        deliver(ContentChange.created(ARTICLE, published(1, "a")));
        assertThat(heardBy(reader)).isEmpty();

        policy.set(reader, Permissions.all());
        access.invalidate(new AccessChange.RoleChanged(reader.id()));
        deliver(ContentChange.created(ARTICLE, published(1, "a")));

        assertThat(heardBy(reader)).hasSize(1);
    }

    @Test
    void sendsTheValueAloneInTheBareEnvelope() {
        present(policy.role("editor", Permissions.all()));
        ContentChange change = ContentChange.of(ARTICLE, new Action("pinned"), published(1, "One"));
        CompletableFuture<Reach> reach = new CompletableFuture<>();

        delivery().next(new Announcement(change, Envelope.BARE, reach), new ContentEvent(change, Instant.EPOCH, "o"));

        assertThat(transport.frames())
                .containsExactly("article:pinned {\"id\":1,\"documentId\":\"doc1\",\"title\":\"One\","
                        + "\"publishedAt\":\"2026-01-02T03:04:05.678Z\"}");
        assertThat(reach).isCompletedWithValue(new Reach(1, 1));
    }

    /** B30: with nobody listening, nothing is asked, sanitized or encoded. */
    @Test
    void doesNothingWhileNobodyListens() {
        policy.role("editor", Permissions.all());
        Map<String, Object> broken = Map.of("author", new Entry(7L, "a7", Map.of("name", new Object())));

        deliver(ContentChange.created(ARTICLE, article(1, "One", null, broken)));

        assertThat(policy.questions()).isZero();
        assertThat(withheld).hasValue(0);
        assertThat(transport.sent()).isEmpty();
    }

    /** A question asked inside the host's transaction could wait for a connection that this transaction holds. */
    @Test
    void neverAsksTheHostWhetherSomethingIsHeard() {
        Grantee nobody = present(policy.role("nobody", Permissions.none()));
        Rules rules = rules(List.of(exposure));
        Audiences audiences = new Audiences(() -> rules, access, attendance);

        assertThat(audiences.isHeard(ARTICLE)).isTrue(); // nothing is known yet
        assertThat(policy.questions()).isZero();
        access.rights();
        assertThat(audiences.isHeard(ARTICLE)).isFalse();

        int questions = policy.questions();
        access.invalidate(new AccessChange.RoleChanged(nobody.id()));
        assertThat(audiences.isHeard(ARTICLE)).isTrue();
        assertThat(policy.questions()).isEqualTo(questions);
    }

    /** B6: roles whose names look alike have rooms of their own. */
    @Test
    void keepsRolesWithSimilarNamesApart() {
        Grantee one = present(new Role("1", "Chief Editor"));
        Grantee two = present(new Role("2", "chief-editor"));
        policy.set(one, Permissions.all());
        policy.set(two, Permissions.none());

        deliver(ContentChange.created(ARTICLE, published(1, "a")));

        assertThat(transport.sent())
                .extracting(Emission::audience)
                .extracting(audience -> audience.rooms())
                .containsExactly(Set.of(new Room(Room.Kind.ROLE, "1")));
    }
}
