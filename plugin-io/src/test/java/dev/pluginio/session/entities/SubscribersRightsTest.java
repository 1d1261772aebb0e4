package dev.pluginio.session.entities;

import static dev.pluginio.testing.Blog.ARTICLE;
import static dev.pluginio.testing.Blog.allowed;
import static dev.pluginio.testing.Blog.draft;
import static dev.pluginio.testing.Blog.published;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pluginio.api.access.Permissions;
import dev.pluginio.api.content.Action;
import dev.pluginio.api.content.Entry;
import dev.pluginio.api.event.ContentChange;
import dev.pluginio.api.realtime.Reach;
import dev.pluginio.log.Announcement;
import dev.pluginio.testing.Blog;
import dev.pluginio.testing.RecordingClient;
import dev.pluginio.transport.Room;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Who may subscribe to what, and what subscribers may hear. */
class SubscribersRightsTest extends SubscriptionsTesting {

    private static final String REFUSED =
            "(answer) {\"success\":false,\"error\":\"" + Subscriptions.NO_SUCH_ENTRY + "\"}";

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
        assertThat(comment(1)).isEqualTo(new Reach(1, 2));

        house.commit(ContentChange.updated(ARTICLE, shown, draft(1, "One")));
        assertThat(comment(1)).as("it is a draft now").isEqualTo(new Reach(1, 1));
        house.log.append(Announcement.untold(ContentChange.updated(ARTICLE, draft(1, "One"), shown)));
        assertThat(comment(1)).as("nobody is told, but it counts").isEqualTo(new Reach(1, 2));
        house.permit("reader", Permissions.none());
        assertThat(comment(1)).isEqualTo(new Reach(1, 1));
        house.permit("reader", allowed("api::article.article.find"));
        house.log.append(new Announcement(
                ContentChange.of(ARTICLE, new Action("feature"), draft(1, "One")), null, new CompletableFuture<>()));
        assertThat(comment(1)).as("what a caller says is not what is").isEqualTo(new Reach(1, 2));
        house.commit(ContentChange.deleted(ARTICLE, shown));
        assertThat(comment(1)).isEqualTo(Reach.NOBODY);
        house.commit(ContentChange.created(ARTICLE, shown));
        assertThat(comment(1)).isEqualTo(new Reach(1, 2));

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
        assertThat(comment(1)).isEqualTo(Reach.NOBODY);
        house.commit(ContentChange.updated(ARTICLE, draft(1, "Secret"), draft(1, "Still")));
        house.settle();
        assertThat(reader.heard()).isEmpty();
        house.commit(ContentChange.updated(ARTICLE, draft(1, "Still"), published(1, "Out")));
        assertThat(comment(1)).isEqualTo(new Reach(1, 1));
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

    private Outcome subscribe(RecordingClient client, Subscriptions.Wish wish) {
        return house.subscriptions
                .subscribe(house.sessions.find(client.id()).orElseThrow(), ARTICLE, EntryName.of(1), wish)
                .toCompletableFuture()
                .join();
    }
}
