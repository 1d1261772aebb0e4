package dev.pluginio.delivery;

import static dev.pluginio.testing.ArticleRule.rule;
import static dev.pluginio.testing.Blog.ARTICLE;
import static dev.pluginio.testing.Blog.allowed;
import static dev.pluginio.testing.Blog.article;
import static dev.pluginio.testing.Blog.noted;
import static dev.pluginio.testing.Blog.published;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pluginio.access.Exposure;
import dev.pluginio.access.Listeners;
import dev.pluginio.access.PermissionRule;
import dev.pluginio.api.access.Grantee;
import dev.pluginio.api.access.Permissions;
import dev.pluginio.api.content.Action;
import dev.pluginio.api.content.Entry;
import dev.pluginio.api.event.ContentChange;
import dev.pluginio.api.realtime.Hearers;
import dev.pluginio.api.realtime.Reach;
import dev.pluginio.log.Announcement;
import dev.pluginio.testing.Blog;
import dev.pluginio.testing.RecordingClient;
import dev.pluginio.transport.Room;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Rules of plugins, entry by entry. */
class AudienceRulesTest {

    private House house = new House(Blog.articles(PermissionRule.FIND));

    private RecordingClient reader(String name, Room... rooms) {
        Grantee role = house.policy.role(name, allowed("api::article.article.find"));
        return house.client(role, rooms);
    }

    @Test
    void letsRolesTokensUsersAndRoomsHear() {
        RecordingClient role = reader("staff");
        RecordingClient user = reader("other", Room.user("42"));
        RecordingClient room = reader("other", Room.custom("premium"));
        RecordingClient token = house.client(house.policy.token("bot", allowed("api::article.article.find")));
        RecordingClient nobody = reader("other", Room.user("43"), Room.custom("role-staff"));
        house.rules(rule(
                "some",
                state -> Hearers.of()
                        .roles("role-staff")
                        .users("42")
                        .rooms("premium")
                        .tokens("token-bot")));

        house.change(null, published(1, "One"));

        assertThat(List.of(role, user, room, token))
                .allSatisfy(client -> assertThat(House.heard(client)).containsExactly("create"));
        assertThat(nobody.heard()).isEmpty();
    }

    @Test
    void neverWidensWhatPermissionsLet() {
        RecordingClient nobody = house.client(house.policy.role("nobody", Permissions.none()), Room.user("42"));
        RecordingClient reader = reader("reader", Room.user("42"));
        house.rules(rule("all", state -> Hearers.of().roles("role-nobody").users("42")));

        house.change(null, Blog.draft(1, "One"));
        house.change(null, published(2, "Two"));

        assertThat(nobody.heard()).isEmpty();
        assertThat(House.heard(reader)).containsExactly("create");
    }

    @Test
    void asksARuleOnceForEachStateHoweverManyHear() {
        AtomicInteger asked = new AtomicInteger();
        house.rules(rule("counts", state -> {
            asked.incrementAndGet();
            return Hearers.everyone();
        }));
        for (int i = 0; i < 20; i++) {
            reader("r" + i);
        }

        house.change(noted("a"), noted("b"));
        assertThat(asked).hasValue(2);
        house.change(noted("b"), noted("b"));
        assertThat(asked).hasValue(3);
    }

    @Test
    void asksNoRuleWhileNobodyListens() {
        AtomicInteger asked = new AtomicInteger();
        house.rules(rule("counts", state -> {
            asked.incrementAndGet();
            return Hearers.everyone();
        }));

        house.change(noted("a"), noted("b"));

        assertThat(asked).hasValue(0);
    }

    /** What the log kept before a rule was there may lack what the rule needs; what it kept since does not. */
    @Test
    void tellsWhetherEnoughIsKnownOfAnEvent() {
        Entry known = Entry.of(1L, Map.of("title", "One"));
        Announcement bare = Announcement.of(ContentChange.created(ARTICLE, known));
        Announcement noted = Announcement.of(ContentChange.updated(ARTICLE, noted("a"), noted("b")));
        Announcement said = new Announcement(ContentChange.created(ARTICLE, known), null, null);
        assertThat(List.of(bare, noted, said)).allMatch(house.audienceRules::knowEnough);

        house.rules(rule("looks", Set.of("internalNotes"), state -> Hearers.everyone()));

        assertThat(house.audienceRules.knowEnough(bare)).isFalse();
        assertThat(List.of(noted, said)).allMatch(house.audienceRules::knowEnough);
    }

    @Test
    void showsARuleNothingButWhatItNeeds() {
        reader("reader");
        house.rules(rule("looks", Set.of("author", "internalNotes"), state -> {
            assertThat(state.values())
                    .containsOnlyKeys("author", "internalNotes")
                    .containsEntry("author", Entry.of(7L, Map.of()));
            return Hearers.everyone();
        }));

        house.change(null, article(1, "One", "2026-01-01T00:00:00Z", Map.of("author", Blog.author(7, "ann"))));

        assertThat(house.withheld).hasValue(0);
        assertThat(house.transport.sent()).hasSize(1);
    }

    @Test
    void keepsATypeSilentAsLongAsTheRuleThatItMustHaveIsNotThere() {
        Exposure all = Blog.articles(PermissionRule.FIND);
        house = new House(new Exposure(
                all.type(),
                all.actions(),
                all.populate(),
                false,
                all.eventPrefix(),
                all.permission(),
                Listeners.EVERYONE,
                "own-department",
                false));
        RecordingClient reader = reader("reader");
        Grantee role = new dev.pluginio.api.access.Role("role-reader", "reader");

        house.change(null, published(1, "before it started"));
        house.rules(rule("another", state -> Hearers.everyone()));
        house.change(null, published(1, "the wrong one"));
        assertThat(reader.heard()).isEmpty();
        assertThat(house.visibility.visible(ARTICLE, role, reader.rooms(), published(1, "One")))
                .isEmpty();

        house.rules(rule("own-department", state -> Hearers.everyone()));
        house.change(null, published(1, "started"));
        assertThat(House.heard(reader)).containsExactly("create");
        assertThat(house.visibility.visible(ARTICLE, role, reader.rooms(), published(1, "One")))
                .isPresent();

        house.rules();
        house.change(null, published(1, "after it stopped"));
        assertThat(reader.heard()).hasSize(1);
    }

    @Test
    void holdsForWhatIsEmittedToo() {
        RecordingClient reader = reader("reader");
        RecordingClient premium = reader("reader", Room.custom("premium"));
        house.rules(rule("premium", state -> Hearers.of().rooms("premium")));
        CompletableFuture<Reach> reach = new CompletableFuture<>();

        house.append(
                new Announcement(ContentChange.of(ARTICLE, new Action("featured"), published(1, "One")), null, reach));
        house.append(new Announcement(ContentChange.of(ARTICLE, Action.UPDATE, published(1, "One")), null, null));

        assertThat(reader.heard()).isEmpty();
        assertThat(House.heard(premium)).containsExactly("featured", "update");
        assertThat(reach).isCompletedWithValue(new Reach(1, 1));
    }

    @Test
    void letsReadWhatItLetsHear() {
        RecordingClient reader = reader("reader");
        Grantee role = (Grantee) reader.attachment();
        house.rules(rule(
                "open",
                state -> "open".equals(state.values().get("internalNotes"))
                        ? Hearers.of().roles(role.id())
                        : Hearers.nobody()));

        assertThat(house.visibility.visible(ARTICLE, role, reader.rooms(), noted("open")))
                .hasValueSatisfying(entry -> assertThat(entry.values()).containsOnlyKeys("title", "publishedAt"));
        assertThat(house.visibility.visible(ARTICLE, role, reader.rooms(), noted("closed")))
                .isEmpty();
        assertThat(house.visibility.visible(ARTICLE, role, reader.rooms(), Blog.draft(1, "draft")))
                .isEmpty();
        Grantee writer = house.policy.role("writer", allowed("api::article.article.update"));
        assertThat(house.visibility.visible(ARTICLE, writer, Set.of(Room.of(writer)), noted("open")))
                .isEmpty();
    }

    @Test
    void tellsWhatMustBeReadForTheRulesOfAType() {
        assertThat(house.audienceRules.needs(ARTICLE)).isEmpty();

        house.rules(
                rule("one", Set.of("title", "author"), state -> Hearers.everyone()),
                rule("two", Set.of("internalNotes", "author"), state -> Hearers.everyone()));

        assertThat(house.audienceRules.needs(ARTICLE)).containsExactlyInAnyOrder("title", "author", "internalNotes");
        assertThat(house.audienceRules.needs(Blog.AUTHOR)).isEmpty();
    }
}
