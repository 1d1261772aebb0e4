package dev.pluginio.session;

import static dev.pluginio.testing.Blog.ARTICLE;
import static dev.pluginio.testing.Blog.TAG;
import static dev.pluginio.testing.Blog.allowed;
import static dev.pluginio.testing.Blog.published;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pluginio.delivery.Holds;
import dev.pluginio.log.Retention;
import dev.pluginio.transport.Admission.Admitted;
import dev.pluginio.transport.Client;
import dev.pluginio.transport.Room;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class RecoveryTest extends RecoveryTesting {

    @Test
    void comesBackWithWhatItHadAndHearsWhatItMissed() {
        Guest first = comes("reader", null);
        first.client().join(Room.custom("given"));
        article(1);
        first.client().heard().clear();
        source.put(ARTICLE, published(1, "t1"));
        assertThat(house.answer(first.client(), "subscribe-entity", Map.of("uid", ARTICLE, "documentId", "doc1")))
                .contains("\"success\":true");
        leaves(first, LOST);
        assertThat(house.standings.isFollowed(ARTICLE)).isTrue();
        article(2);

        Guest back = comes("reader", first.pid());

        assertThat(back.pid()).isEqualTo(first.pid());
        assertThat(back.admitted().pass().id()).isEqualTo(first.client().id());
        assertThat(back.client().rooms()).contains(Room.custom("given"), Room.entity(ARTICLE, "doc1"));
        await().until(() -> back.client().heard().stream().anyMatch(frame -> frame.contains("t2")));
        assertThat(house.answer(back.client(), "get-entity-subscriptions")).contains("doc1");
        await().until(() -> !back.client().rooms().contains(Room.BEHIND));
    }

    /** Somebody takes it out of a room, or sends it away, at a moment when its connection is lost. */
    @Test
    void comesBackWithoutWhatWasTakenFromItMeanwhile() {
        Guest first = comes("reader", null);
        Room kept = Room.custom("kept");
        Room taken = Room.custom("taken");
        first.client().join(kept);
        first.client().join(taken);
        leaves(first, LOST);
        assertThat(recovery.leave(first.client().id(), taken)).isTrue();
        assertThat(recovery.leave("nobody", taken)).isFalse();

        Admitted admitted = asks("reader", first.pid()).join();
        assertThat(admitted.rooms()).contains(kept).doesNotContain(taken);
        recovery.leave(first.client().id(), kept); // it is being let in, and not yet there
        Guest back = enters(admitted);
        assertThat(back.client().rooms()).doesNotContain(kept, taken);

        back.client().join(taken); // it may be put there again
        leaves(back, LOST);
        assertThat(comes("reader", first.pid()).client().rooms()).contains(taken);
    }

    @Test
    void isSentAwayWhenItComesBackIfItWasMeanwhile() {
        Guest first = comes("reader", null);
        leaves(first, LOST);
        assertThat(recovery.end(first.client().id(), Client::disconnect)).isTrue();

        assertThat(comes("reader", first.pid()).client().isPresent()).isFalse();
        assertThat(comes("reader", null).client().isPresent()).isTrue();
    }

    @Test
    void isForgottenWithAllItHadWhenItStaysAwayTooLong() {
        Guest first = comes("reader", null);
        source.put(ARTICLE, published(1, "t1"));
        house.answer(first.client(), "subscribe-entity", Map.of("uid", ARTICLE, "documentId", "doc1"));
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
        assertThat(first.client().isPresent()).isFalse();
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
        assertThat(back.admitted().pass()).isNull();
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

        otherMay(allowed());

        hearsOnly(comes("other", narrowed.pid()), "access:changed");
        Guest back = comes("reader", same.pid());
        article(1);
        hearsOnly(back, "article:create");
    }

    /** Its connection may have been dead for a while before anybody knew. */
    @Test
    void isToldOnceMoreOfItsRightsUnlessItSurelyHasHeard() {
        house.enforcement.start();
        Guest first = comes("other", null);
        otherMay(allowed(ARTICLE + ".find", TAG + ".find"));
        hearsOnly(first, "access:changed");
        leaves(first, LOST);

        Guest back = comes("other", first.pid());
        hearsOnly(back, "access:changed");
        await().until(() -> !back.client().rooms().contains(Room.BEHIND));
        article(1);
        String offset = offsetIn(back.client().heard().get(1));
        leaves(back, LOST);
        article(2);

        hearsOnly(enters(asks("other", first.pid(), "/", offset).join()), "article:create");
    }

    private void answersPings(Guest guest) {
        house.sessions.alive(guest.client());
        house.sessions.alive(guest.client());
    }

    /** What the server knows counts as after the end of the transaction, what the client says as before it. */
    @Test
    void isToldOfTheEndOfATransactionUnlessItSaysThatItKnows() {
        house.log.keepTogether(true);
        Guest first = comes("reader", null);
        article(1);
        String event = offsetIn(first.client().heard().get(0));
        answersPings(first);
        leaves(first, LOST);

        Guest lacksTheEnd = enters(asks("reader", first.pid(), "/", event).join());
        hearsOnly(lacksTheEnd, "tx:end");
        await().until(() -> !lacksTheEnd.client().rooms().contains(Room.BEHIND));
        answersPings(lacksTheEnd);
        leaves(lacksTheEnd, LOST);

        Guest saysNothing = comes("reader", first.pid());
        article(2);
        await().until(() -> saysNothing.client().heard().size() >= 2);
        assertThat(saysNothing.client().heard().get(0))
                .startsWith("article:create")
                .contains("t2");
    }

    @Test
    void isNotAskedForOffsetsWhereNoContentIsTold() {
        Guest first = comes("reader", null, "/chat");
        first.client().join(Room.custom("given"));
        leaves(first, LOST);
        house.log.reconfigure(Retention.NOTHING);
        article(1);
        house.log.reconfigure(new Retention(1_000, 1_000_000, Duration.ofHours(1)));

        Guest back = comes("reader", first.pid(), "/chat");

        assertThat(back.pid()).isEqualTo(first.pid());
        assertThat(back.client().rooms()).contains(Room.custom("given"));
    }

    @Test
    void reloadsWhenItIsOwedWhatWasKeptBackForASnapshot() {
        Guest first = comes("reader", null);
        Holds.Hold hold = house.log
                .afterAppended(() -> house.holds.begin(first.client(), ARTICLE, "doc1"))
                .join();
        article(1);
        article(2);
        assertThat(first.client().heard()).singleElement().asString().contains("t2");
        String offset = offsetIn(first.client().heard().get(0));
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
                asks("reader", first.pid(), "/", offsetIn(back.client().heard().get(1)))
                        .join());
        await().untilAsserted(() ->
                assertThat(again.client().heard()).singleElement().asString().contains("t4"));
    }
}
