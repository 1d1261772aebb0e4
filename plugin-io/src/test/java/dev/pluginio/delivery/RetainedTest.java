package dev.pluginio.delivery;

import static dev.pluginio.delivery.Comeback.offsets;
import static dev.pluginio.delivery.Comeback.told;
import static dev.pluginio.testing.Blog.ARTICLE;
import static dev.pluginio.testing.Blog.published;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pluginio.api.event.ContentChange;
import dev.pluginio.delivery.CatchUp.Outcome;
import dev.pluginio.log.Position;
import dev.pluginio.log.Retention;
import dev.pluginio.testing.RecordingClient;
import dev.pluginio.transport.Audience;
import dev.pluginio.transport.Emission;
import dev.pluginio.transport.Room;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Messages that are kept for clients that come back. */
class RetainedTest extends ComebackTesting {

    private static final Room LOBBY = Room.custom("lobby");
    private static final Room CELLAR = Room.custom("cellar");

    @BeforeEach
    void keep() {
        house.catchUp.retained().reconfigure(new Retention(100, 1_000_000, Duration.ofHours(1)));
    }

    private void say(String event, Room... rooms) {
        say(new Emission(event, "1".getBytes(StandardCharsets.UTF_8), new Audience(Audience.ROOT, Set.of(rooms))));
    }

    private void say(Emission emission) {
        house.onTheWay(() -> house.transport.send(house.catchUp.retained().apply(emission)));
    }

    private void article(long id) {
        house.commit(ContentChange.created(ARTICLE, published(id, "t" + id)));
        house.settle();
    }

    private Position place(String offset) {
        return house.catchUp.find(offset).orElseThrow();
    }

    @Test
    void areGivenAtTheirPlacesAmongEventsToWhoIsInTheirRoomsNow() {
        RecordingClient live = house.live(reader, LOBBY);
        Position from = house.onTheWay(house.catchUp::head);
        say("before", LOBBY);
        article(1);
        say("between", LOBBY);
        say("elsewhere", CELLAR);
        say("toAll");
        article(2);
        say("after", LOBBY);

        RecordingClient back = house.back(reader, from, LOBBY);
        RecordingClient outside = house.back(reader, from);
        hasCaughtUp(back);
        hasCaughtUp(outside);

        assertThat(told(back)).containsExactly("before", "create t1", "between", "toAll", "create t2", "after");
        assertThat(told(outside)).containsExactly("create t1", "toAll", "create t2");
        assertThat(back.heard()).containsExactlyElementsOf(live.heard());
        assertThat(offsets(back)).hasSize(6).doesNotHaveDuplicates();
    }

    @Test
    void goOnAfterTheOneThatAClientHadLast() {
        RecordingClient first = house.live(reader, LOBBY);
        article(1);
        say("one", LOBBY);
        say("two", LOBBY);
        say("three", LOBBY);
        Position two = place(offsets(first).get(2));

        RecordingClient back = house.back(reader, two, LOBBY);
        hasCaughtUp(back);
        assertThat(told(back)).containsExactly("three");

        RecordingClient fresh = house.back(reader, house.onTheWay(house.catchUp::head), LOBBY);
        hasCaughtUp(fresh);
        assertThat(fresh.heard()).isEmpty();
        say("four", LOBBY);
        assertThat(told(fresh)).containsExactly("four");
    }

    @Test
    void waitUntilAClientHasWhatCameBefore() {
        Position from = house.onTheWay(house.catchUp::head);
        article(1);

        RecordingClient back = house.onTheWay(() -> {
            RecordingClient behind = house.back(reader, from, LOBBY); // its turn comes after this
            house.transport.send(house.catchUp
                    .retained()
                    .apply(new Emission(
                            "new", "1".getBytes(StandardCharsets.UTF_8), new Audience("/", Set.of(LOBBY)))));
            return behind;
        });
        hasCaughtUp(back);

        assertThat(told(back)).containsExactly("create t1", "new");
    }

    /** Whoever could not have heard it is not told that there was something. */
    @Test
    void areMissedOnlyByThoseWhoWouldHaveHeardThem() {
        Position from = house.onTheWay(house.catchUp::head);
        say("one", CELLAR);
        say("two", LOBBY);
        house.catchUp.retained().reconfigure(new Retention(1, 1_000_000, Duration.ofHours(1)));

        RecordingClient inTheCellar = house.back(reader, from, CELLAR);
        RecordingClient inTheLobby = house.back(reader, from, LOBBY);
        hasCaughtUp(inTheCellar);
        hasCaughtUp(inTheLobby);

        assertThat(inTheCellar.heard()).singleElement().asString().startsWith("sync:required");
        assertThat(told(inTheLobby)).containsExactly("two");
    }

    /** An order that outlives a restart has messages of both runs behind the same event. */
    @Test
    void areNotTakenForThoseOfAnEarlierRun() {
        long[] now = {0};
        Retained earlier = new Retained(house.journal(), () -> now[0]);
        now[0] = 1L << 31;
        Retained later = new Retained(house.journal(), () -> now[0]);
        earlier.reconfigure(Comeback.ALL);
        later.reconfigure(Comeback.ALL);
        Emission message = new Emission("x", "1".getBytes(StandardCharsets.UTF_8), Audience.everyone("/"));
        earlier.apply(message);
        later.apply(message);

        assertThat(later.known(earlier.last())).isEqualTo(Position.BEGINNING.ended());
        assertThat(earlier.known(later.last())).isEqualTo(Position.BEGINNING.ended());
        assertThat(later.known(later.last())).isEqualTo(later.last());
        assertThat(later.known(new Position(7))).isEqualTo(new Position(7));
    }

    @Test
    void areGivenInEveryNamespace() {
        Position from = house.onTheWay(house.catchUp::head);
        say(new Emission("chat", "1".getBytes(StandardCharsets.UTF_8), Audience.everyone("/chat")));
        RecordingClient back = new RecordingClient("/chat", reader);
        back.join(Room.BEHIND);
        house.catchUp.begin(back, from);
        hasCaughtUp(back);

        assertThat(told(back)).containsExactly("chat");
        house.catchUp.reload(back, from, CatchUp.Reason.GONE);
        await().untilAsserted(() -> assertThat(back.heard()).hasSizeGreaterThan(1));
        assertThat(back.heard().get(1)).isEqualTo("sync:required {\"types\":[],\"reason\":\"gone\"}");
    }

    @Test
    void areNoneOfTheContentTypesThatAClientAsksFor() throws Exception {
        RecordingClient client = house.live(reader, LOBBY);
        Position from = house.onTheWay(house.catchUp::head);
        say("one", LOBBY);
        article(1);
        client.heard().clear();

        Optional<Outcome> typed = house.catchUp
                .sync(client, Optional.of(from), Set.of(ARTICLE))
                .toCompletableFuture()
                .get();
        assertThat(typed.orElseThrow().events()).isOne();
        assertThat(told(client)).containsExactly("create t1");
        Optional<Outcome> all = house.catchUp
                .sync(client, Optional.of(from), Set.of())
                .toCompletableFuture()
                .get();
        assertThat(all.orElseThrow().events()).isEqualTo(2);
        assertThat(told(client)).containsExactly("create t1", "one", "create t1");
    }

    /** One that answers pings and reads nothing holds what is shared by those who come back. */
    @Test
    void areNotHeldForOneThatDoesNotTakeWhatItMissed() {
        Position from = house.onTheWay(house.catchUp::head);
        for (int id = 1; id <= 300; id++) {
            house.commit(ContentChange.created(ARTICLE, published(id, "t" + id)));
        }
        house.settle();
        CatchUp hasty = new CatchUp(house.parts, 100_000_000, Duration.ofMillis(20));
        RecordingClient deaf = house.live(reader, Room.BEHIND);
        deaf.takes(CompletableFuture::new);

        hasty.begin(deaf, from);

        await().until(deaf::isReconnecting);
    }

    @Test
    void areSentAsTheyAreWhereNothingIsKept() {
        house.catchUp.retained().reconfigure(Retention.NOTHING);
        RecordingClient live = house.live(reader, LOBBY);

        say("one", LOBBY);

        assertThat(live.heard()).containsExactly("one 1");
    }
}
