package dev.pluginio.delivery;

import static dev.pluginio.testing.Blog.ARTICLE;
import static dev.pluginio.testing.Blog.allowed;
import static dev.pluginio.testing.Blog.article;
import static dev.pluginio.testing.Blog.published;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.pluginio.access.Exposure;
import dev.pluginio.access.Listeners;
import dev.pluginio.access.PermissionRule;
import dev.pluginio.api.access.Grantee;
import dev.pluginio.api.access.Permissions;
import dev.pluginio.api.content.Action;
import dev.pluginio.api.content.Entry;
import dev.pluginio.api.event.ContentChange;
import dev.pluginio.api.realtime.AudienceRule;
import dev.pluginio.api.realtime.Hearers;
import dev.pluginio.api.realtime.Reach;
import dev.pluginio.log.Announcement;
import dev.pluginio.testing.Blog;
import dev.pluginio.testing.RecordingClient;
import dev.pluginio.transport.Room;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Rules of plugins, entry by entry. */
class AudienceRulesTest {

    private House house = new House(Blog.articles(PermissionRule.FIND));

    /** A rule on articles that knows their private notes. */
    private static AudienceRule rule(String name, Function<Entry, Hearers> decides) {
        return rule(name, Set.of("internalNotes"), decides);
    }

    private static AudienceRule rule(String name, Set<String> needs, Function<Entry, Hearers> decides) {
        return new AudienceRule() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public Set<String> contentTypes() {
                return Set.of(ARTICLE);
            }

            @Override
            public Set<String> needs() {
                return needs;
            }

            @Override
            public Hearers hearers(String contentType, Entry state) {
                return decides.apply(state);
            }
        };
    }

    private static Entry noted(String notes) {
        return article(1, "One", "2026-01-01T00:00:00Z", Map.of("internalNotes", notes));
    }

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

    /** B1: where a rule fails nobody hears, and the next change is not held up by it. */
    @Test
    void letsNobodyHearWhereARuleFails() {
        RecordingClient reader = reader("reader");
        house.rules(rule("fine", state -> Hearers.everyone()), rule("fails", state -> {
            Object notes = state.values().get("internalNotes");
            if (notes.equals("throw")) {
                throw new IllegalStateException("no idea");
            }
            if (notes.equals("overflow")) {
                throw new StackOverflowError();
            }
            return notes.equals("null") ? null : Hearers.everyone();
        }));

        house.change(null, noted("throw"));
        house.change(noted("fine"), noted("null"));
        house.change(noted("overflow"), null);
        assertThat(reader.heard()).isEmpty();
        assertThat(house.withheld).hasValue(3);

        house.change(null, noted("fine"));
        assertThat(House.heard(reader)).containsExactly("create");
    }

    /** B1: an attribute that a rule needs and that is not known is no reason to guess. */
    @Test
    void letsNobodyHearWhereWhatARuleNeedsIsNotKnown() {
        RecordingClient reader = reader("reader");
        house.rules(rule("needs", Set.of("author"), state -> Hearers.everyone()));

        house.change(null, published(1, "no author was read"));
        assertThat(reader.heard()).isEmpty();
        assertThat(house.withheld).hasValue(1);

        house.change(null, article(1, "One", "2026-01-01T00:00:00Z", Map.of("author", Blog.author(7, "ann"))));
        assertThat(House.heard(reader)).containsExactly("create");
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

    /** B1: a rule that cannot say what it is for might have been for anything. */
    @Test
    void letsNobodyHearAnythingWhileARuleDoesNotTellWhatItIsFor() {
        RecordingClient reader = reader("reader");
        AudienceRule broken = new AudienceRule() {
            @Override
            public Set<String> contentTypes() {
                throw new IllegalStateException("no configuration");
            }

            @Override
            public Hearers hearers(String contentType, Entry state) {
                return Hearers.everyone();
            }
        };
        house.rules(broken);
        house.change(null, published(1, "One"));
        assertThat(reader.heard()).isEmpty();

        house.rules();
        house.change(null, published(1, "One"));
        assertThat(House.heard(reader)).containsExactly("create");
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

    private static List<ILoggingEvent> logged(Runnable task) {
        Logger logger = (Logger) LoggerFactory.getLogger(Guarded.class);
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        logger.addAppender(log);
        try {
            task.run();
        } finally {
            logger.detachAppender(log);
        }
        return log.list.stream()
                .filter(line -> line.getLevel().isGreaterOrEqual(Level.WARN))
                .toList();
    }

    @Test
    void isLoggedAtMostOnceASecondWhenItFails() {
        reader("reader");
        house.rules(rule("broken", state -> {
            throw new IllegalStateException("broken");
        }));
        List<ILoggingEvent> log = logged(() -> {
            for (int i = 0; i < 3; i++) {
                house.change(null, published(1, "One"));
            }
            house.nanoTime.addAndGet(Duration.ofSeconds(1).toNanos());
            house.change(null, published(1, "One"));
        });

        assertThat(house.withheld).hasValue(4);
        assertThat(log)
                .hasSize(2)
                .allMatch(line -> line.getFormattedMessage()
                        .startsWith("'broken' of plugin ruler failed: nobody hears of api::article.article.create"));
    }

    @Test
    void isWarnedOfWhenItIsSlowByItsNameAndItsPlugins() {
        reader("reader");
        List<ILoggingEvent> log = logged(() -> {
            house.rules(rule("slow", state -> {
                house.nanoTime.addAndGet(Duration.ofMillis(30).toNanos());
                return Hearers.everyone();
            }));
            for (int i = 0; i < 3; i++) {
                house.change(null, published(1, "One"));
            }
        });
        assertThat(log)
                .singleElement()
                .extracting(ILoggingEvent::getFormattedMessage)
                .asString()
                .startsWith("'slow' of plugin ruler took 30 ms");
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
