package dev.pluginio.session;

import static dev.pluginio.testing.Blog.ARTICLE;
import static dev.pluginio.testing.Blog.allowed;
import static dev.pluginio.testing.Blog.published;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pluginio.access.PermissionRule;
import dev.pluginio.api.access.AccessChange;
import dev.pluginio.api.event.ContentChange;
import dev.pluginio.delivery.Holds;
import dev.pluginio.log.Retention;
import dev.pluginio.session.recovery.RecoverySettings;
import dev.pluginio.session.rooms.Rulings;
import dev.pluginio.testing.Blog;
import dev.pluginio.testing.EntityHouse;
import dev.pluginio.testing.RecordingClient;
import dev.pluginio.testing.TableSource;
import dev.pluginio.transport.Admission.Admitted;
import dev.pluginio.transport.Handshake;
import dev.pluginio.transport.Room;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RecoveryTest {

    private static final String LOST = "transport close";

    private final TableSource source = new TableSource();
    private final EntityHouse house =
            new EntityHouse(Blog.CATALOG, source, EntityHouse.patient(), Blog.articles(PermissionRule.FIND));
    private final Recovery recovery = new Recovery(
            settings(true),
            new Recovery.Parts(
                    house.log.journal(),
                    house.catchUp,
                    new Rulings(house.sessions.rooms(), List::of),
                    house.subscriptions,
                    house.enforcement),
            new SecureRandom(),
            house.nanoTime::get,
            SessionObserver.NONE);

    private static RecoverySettings settings(boolean enabled) {
        return new RecoverySettings(enabled, Duration.ofMinutes(1), 10);
    }

    @BeforeEach
    void open() {
        house.log.reconfigure(new Retention(1_000, 1_000_000, Duration.ofHours(1)));
        house.sessions.recoverBy(recovery);
        house.role("reader", allowed(ARTICLE + ".find"));
        house.role("other", allowed(ARTICLE + ".find"));
    }

    @AfterEach
    void close() {
        house.close();
    }

    /** One that was let in. */
    private record Guest(Admitted admitted, RecordingClient client) {
        String pid() {
            return admitted.pass().pid();
        }
    }

    private CompletableFuture<Admitted> asks(String role, String pid) {
        return asks(role, pid, "/");
    }

    private CompletableFuture<Admitted> asks(String role, String pid, String namespace) {
        return asks(role, pid, namespace, null);
    }

    private CompletableFuture<Admitted> asks(String role, String pid, String namespace, @Nullable String offset) {
        Map<String, Object> auth = new HashMap<>(Map.of("token", role));
        if (pid != null) {
            auth.put("pid", pid);
        }
        if (offset != null) {
            auth.put("offset", offset);
        }
        var handshake = new Handshake(namespace, auth, Map.of(), new InetSocketAddress("127.0.0.1", 1));
        return house.sessions
                .connecting(handshake)
                .thenApply(Admitted.class::cast)
                .toCompletableFuture();
    }

    private Guest enters(Admitted admitted) {
        return enters(admitted, "/");
    }

    private Guest enters(Admitted admitted, String namespace) {
        RecordingClient client = house.transport.add(new RecordingClient(namespace, admitted.attachment()));
        admitted.rooms().forEach(client::join);
        house.sessions.connected(client);
        return new Guest(admitted, client);
    }

    private Guest comes(String role, String pid) {
        return enters(asks(role, pid).join());
    }

    private Guest comes(String role, String pid, String namespace) {
        return enters(asks(role, pid, namespace).join(), namespace);
    }

    private void leaves(Guest guest, String reason) {
        guest.client.disconnect();
        house.sessions.disconnected(guest.client, reason);
        house.transport.remove(guest.client);
    }

    private void article(long id) {
        house.commit(ContentChange.created(ARTICLE, published(id, "t" + id)));
        house.settle();
    }

    private static void hearsOnly(Guest guest, String event) {
        await().until(() -> !guest.client.heard().isEmpty());
        assertThat(guest.client.heard()).singleElement().asString().startsWith(event);
    }

    @Test
    void comesBackWithWhatItHadAndHearsWhatItMissed() {
        Guest first = comes("reader", null);
        first.client.join(Room.custom("given"));
        article(1);
        first.client.heard().clear();
        source.put(ARTICLE, published(1, "t1"));
        assertThat(house.answer(first.client, "subscribe-entity", Map.of("uid", ARTICLE, "documentId", "doc1")))
                .contains("\"success\":true");
        leaves(first, LOST);
        assertThat(house.standings.isFollowed(ARTICLE)).isTrue();
        article(2);

        Guest back = comes("reader", first.pid());

        assertThat(back.pid()).isEqualTo(first.pid());
        assertThat(back.admitted.pass().id()).isEqualTo(first.client.id());
        assertThat(back.client.rooms()).contains(Room.custom("given"), Room.entity(ARTICLE, "doc1"));
        await().until(() -> back.client.heard().stream().anyMatch(frame -> frame.contains("t2")));
        assertThat(house.answer(back.client, "get-entity-subscriptions")).contains("doc1");
        await().until(() -> !back.client.rooms().contains(Room.BEHIND));
    }

    @Test
    void isForgottenWithAllItHadWhenItStaysAwayTooLong() {
        Guest first = comes("reader", null);
        source.put(ARTICLE, published(1, "t1"));
        house.answer(first.client, "subscribe-entity", Map.of("uid", ARTICLE, "documentId", "doc1"));
        leaves(first, LOST);
        assertThat(recovery.size()).isOne();

        house.nanoTime.addAndGet(Duration.ofMinutes(1).toNanos());
        recovery.sweep();

        assertThat(recovery.size()).isZero();
        assertThat(house.standings.isFollowed(ARTICLE)).isFalse();
        Guest back = comes("reader", first.pid());
        assertThat(back.pid()).isNotEqualTo(first.pid());
        hearsOnly(back, "sync:required");
    }

    @Test
    void beginsAnewIfItLeftForGoodOrIsSomebodyElse() {
        Guest gone = comes("reader", null);
        leaves(gone, "client namespace disconnect");
        Guest back = comes("reader", gone.pid());
        assertThat(back.pid()).isNotEqualTo(gone.pid());
        hearsOnly(back, "sync:required");

        leaves(back, LOST);
        Guest thief = comes("other", back.pid());
        assertThat(thief.pid()).isNotEqualTo(back.pid());
        hearsOnly(thief, "sync:required");
        assertThat(comes("reader", back.pid()).pid()).isEqualTo(back.pid());
    }

    @Test
    void mayTryAgainIfItWasGoneBeforeItWasLetIn() {
        Guest first = comes("reader", null);
        leaves(first, LOST);
        Admitted admitted = asks("reader", first.pid()).join();
        assertThat(recovery.size()).isZero();

        house.sessions.missed(admitted);

        assertThat(recovery.size()).isOne();
        assertThat(comes("reader", first.pid()).pid()).isEqualTo(first.pid());
    }

    @Test
    void takesOverWhatStillSeemsToBeHereWhenThatHasLeft() {
        Guest first = comes("reader", null);

        CompletableFuture<Admitted> back = asks("reader", first.pid());
        assertThat(back).isNotDone();
        assertThat(first.client.isPresent()).isFalse();
        leaves(first, "asked to reconnect");

        assertThat(enters(back.join()).pid()).isEqualTo(first.pid());
        assertThat(house.sessions.size()).isOne();
    }

    @Test
    void givesNoPassesWhileItIsOff() {
        Guest first = comes("reader", null);
        recovery.reconfigure(settings(false));
        leaves(first, LOST);

        assertThat(recovery.size()).isZero();
        Guest back = comes("reader", first.pid());
        assertThat(back.admitted.pass()).isNull();
        article(1);
        hearsOnly(back, "article:create");
    }

    @Test
    void isToldIfItsRightsChangedWhileItWasAway() {
        house.enforcement.start();
        Guest same = comes("reader", null);
        Guest narrowed = comes("other", null);
        leaves(same, LOST);
        leaves(narrowed, LOST);

        house.permit("other", allowed());
        house.enforcement
                .changed(new AccessChange.EverythingChanged())
                .toCompletableFuture()
                .join();

        hearsOnly(comes("other", narrowed.pid()), "access:changed");
        Guest back = comes("reader", same.pid());
        article(1);
        hearsOnly(back, "article:create");
    }

    @Test
    void isNotAskedForOffsetsWhereNoContentIsTold() {
        Guest first = comes("reader", null, "/chat");
        first.client.join(Room.custom("given"));
        leaves(first, LOST);
        house.log.reconfigure(Retention.NOTHING);
        article(1);
        house.log.reconfigure(new Retention(1_000, 1_000_000, Duration.ofHours(1)));

        Guest back = comes("reader", first.pid(), "/chat");

        assertThat(back.pid()).isEqualTo(first.pid());
        assertThat(back.client.rooms()).contains(Room.custom("given"));
    }

    @Test
    void reloadsWhenItIsOwedWhatWasKeptBackForASnapshot() {
        Guest first = comes("reader", null);
        Holds.Hold hold = house.log
                .afterAppended(() -> house.holds.begin(first.client, ARTICLE, "doc1"))
                .join();
        article(1);
        article(2);
        assertThat(first.client.heard()).singleElement().asString().contains("t2");
        String offset = offsetIn(first.client.heard().get(0));
        leaves(first, LOST);
        house.log
                .afterAppended(() -> {
                    hold.release();
                    return true;
                })
                .join();

        Guest back = enters(asks("reader", first.pid(), "/", offset).join());

        assertThat(back.pid()).isEqualTo(first.pid());
        hearsOnly(back, "sync:required");
        article(3);
        leaves(back, LOST);
        article(4);
        Guest again = enters(
                asks("reader", first.pid(), "/", offsetIn(back.client.heard().get(1)))
                        .join());
        await().untilAsserted(() ->
                assertThat(again.client.heard()).singleElement().asString().contains("t4"));
    }

    private static String offsetIn(String frame) {
        return frame.replaceAll(".*\"offset\":\"([^\"]*)\".*", "$1");
    }
}
