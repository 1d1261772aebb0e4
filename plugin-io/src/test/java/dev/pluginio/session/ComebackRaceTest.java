package dev.pluginio.session;

import static dev.pluginio.testing.Blog.ARTICLE;
import static dev.pluginio.testing.Blog.allowed;
import static dev.pluginio.testing.Blog.published;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pluginio.access.PermissionRule;
import dev.pluginio.api.access.Principal;
import dev.pluginio.api.event.ContentChange;
import dev.pluginio.delivery.CatchUp;
import dev.pluginio.delivery.Delivery;
import dev.pluginio.delivery.DeliveryObserver;
import dev.pluginio.log.Keepsakes;
import dev.pluginio.log.Retention;
import dev.pluginio.session.recovery.RecoverySettings;
import dev.pluginio.session.rooms.Placement;
import dev.pluginio.session.rooms.RoomRules;
import dev.pluginio.session.rooms.RoomSettings;
import dev.pluginio.session.rooms.Rulings;
import dev.pluginio.testing.Blog;
import dev.pluginio.testing.EntityHouse;
import dev.pluginio.testing.RecordingClient;
import dev.pluginio.testing.TableSource;
import dev.pluginio.transport.Admission;
import dev.pluginio.transport.Handshake;
import dev.pluginio.transport.Pass;
import dev.pluginio.transport.Room;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Guards B25: clients that come back while something else happens to them. */
class ComebackRaceTest {

    private static final Pattern OFFSET = Pattern.compile("\"offset\":\"([^\"]+)\"");

    private final TableSource source = new TableSource();
    private final EntityHouse house =
            new EntityHouse(Blog.CATALOG, source, EntityHouse.patient(), Blog.articles(PermissionRule.FIND));

    private record Comer(RecordingClient client, Pass pass) {}

    @BeforeEach
    void open() {
        house.role("reader", allowed(ARTICLE + ".find"));
        source.put(ARTICLE, published(1, "one"));
        house.log.reconfigure(new Retention(1_000, 1_000_000, Duration.ofHours(1)));
        CatchUp catchUp = new CatchUp(
                new CatchUp.Parts(
                        new Delivery(() -> house.rules, house.audiences, house.transport, DeliveryObserver.NONE),
                        house.audiences,
                        house.log,
                        house.reading,
                        house.reading,
                        house.timer,
                        System::nanoTime,
                        DeliveryObserver.NONE),
                1_000_000);
        house.sessions.recoverBy(new Recovery(
                new RecoverySettings(true, Duration.ofMinutes(2), 100),
                new Recovery.Parts(
                        house.log.journal(),
                        catchUp,
                        new Rulings(house.sessions.rooms(), List::of),
                        house.subscriptions,
                        house.enforcement),
                Keepsakes.NONE,
                new SecureRandom(),
                System::nanoTime,
                SessionObserver.NONE));
    }

    @AfterEach
    void close() {
        house.close();
    }

    private CompletionStage<Comer> comes(@Nullable Pass shown, @Nullable String offset) {
        Map<String, @Nullable Object> auth = new HashMap<>();
        auth.put("token", "reader");
        if (shown != null) {
            auth.put("pid", shown.pid());
        }
        if (offset != null) {
            auth.put("offset", offset);
        }
        return house.sessions
                .connecting(new Handshake("/", auth, Map.of(), new InetSocketAddress("127.0.0.1", 1)))
                .thenApply(admission -> enter((Admission.Admitted) admission));
    }

    private Comer enter(Admission.Admitted admitted) {
        Pass pass = Objects.requireNonNull(admitted.pass());
        RecordingClient client = house.transport.add(new RecordingClient("/", admitted.attachment(), pass.id()));
        admitted.rooms().forEach(client::join);
        house.sessions.connected(client);
        return new Comer(client, pass);
    }

    private Comer connect(@Nullable Pass shown, @Nullable String offset) {
        Comer comer = comes(shown, offset).toCompletableFuture().join();
        await().until(() -> !comer.client.rooms().contains(Room.BEHIND));
        return comer;
    }

    private void drop(Comer comer) {
        house.sessions.disconnected(comer.client, "transport close");
        house.transport.remove(comer.client);
    }

    private static List<String> names(RecordingClient client) {
        return client.heard().stream().map(frame -> frame.split(" ")[0]).toList();
    }

    private static String lastOffset(RecordingClient client) {
        Matcher matcher = OFFSET.matcher(client.heard().get(client.heard().size() - 1));
        assertThat(matcher.find()).isTrue();
        return matcher.group(1);
    }

    @Test
    void whoMayHaveMissedThatItHasToReloadIsToldAgain() {
        Comer lost = connect(new Pass("unknown", null), null);
        assertThat(names(lost.client)).containsExactly(CatchUp.RELOAD);
        drop(lost); // perhaps before it was told

        Comer back = connect(lost.pass, null);
        assertThat(back.pass).isEqualTo(new Pass(lost.pass.pid(), lost.client.id()));
        assertThat(names(back.client)).containsExactly(CatchUp.RELOAD);

        house.commit(ContentChange.created(ARTICLE, published(2, "two")));
        await().until(() -> names(back.client).contains("article:create"));
        String heard = lastOffset(back.client);
        drop(back);
        house.commit(ContentChange.created(ARTICLE, published(3, "three")));
        house.settle();
        Comer again = connect(back.pass, heard);
        assertThat(names(again.client)).containsExactly("article:create");
    }

    @Test
    void subscriptionsAreThereEvenIfTheClientIsBackBeforeEverybodyKnowsThatItLeft() {
        Comer first = connect(null, null);
        house.answer(first.client, "subscribe-entity", Map.of("uid", ARTICLE, "id", 1));
        CompletableFuture<Comer> second = comes(first.pass, null).toCompletableFuture();
        assertThat(second).isNotDone();
        drop(first);

        Session session = Session.of(second.join().client);
        assertThat(house.subscriptions.entitiesOf(session)).hasSize(1);
        assertThat(house.standings.size()).isEqualTo(1);
    }

    @Test
    void aRoomThatItMayNotBeInAnyMoreIsNotKeptForAClientThatWasLeavingMeanwhile() {
        Room room = Room.custom("editors");
        RoomRules rules = new RoomRules(new RoomSettings(List.of(), Map.of("reader", Set.of("editors")), List.of()));
        Principal reader = house.sessions
                .find(connect(null, null).client.id())
                .orElseThrow()
                .principal();
        Placement placement = new Placement(rules);
        RecordingClient leaving = new RecordingClient("/", "");
        assertThat(placement.begin(reader)).containsExactly(room);
        rules.reconfigure(new RoomSettings(List.of(), Map.of(), List.of()));
        placement.review(leaving, reader, false);

        assertThat(placement.keep(Set.of(room))).isEqualTo(new Placement.Kept(Set.of(room), Set.of()));
    }
}
