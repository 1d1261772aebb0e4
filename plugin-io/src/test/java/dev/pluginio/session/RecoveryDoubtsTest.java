package dev.pluginio.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pluginio.api.realtime.ConnectionHandler;
import dev.pluginio.api.realtime.IoSocket;
import dev.pluginio.api.realtime.RoomPolicy;
import dev.pluginio.api.realtime.SocketInfo;
import dev.pluginio.log.Position;
import dev.pluginio.log.Retention;
import dev.pluginio.session.handlers.Offer;
import dev.pluginio.session.rooms.Placement;
import dev.pluginio.transport.Admission.Admitted;
import dev.pluginio.transport.Room;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Clients that come back while something is not known, or not over yet. */
class RecoveryDoubtsTest extends RecoveryTesting {

    private static final Room LOBBY = Room.custom("lobby");

    private void keepsTheLast(int events) {
        house.log.reconfigure(new Retention(events, 1_000_000, Duration.ofHours(1)));
    }

    private void offer(Object... extensions) {
        house.handlers.offer(List.of(Offer.of("other", extensions)));
    }

    /** A policy that lets everybody join, after something. */
    private static RoomPolicy after(Step step) {
        return new RoomPolicy() {
            @Override
            public Decision mayJoin(SocketInfo client, String room) throws Exception {
                step.perform();
                return Decision.ALLOW;
            }
        };
    }

    private interface Step {
        void perform() throws Exception;
    }

    private Guest comesIntoTheLobby() {
        Guest guest = comes("reader", null);
        assertThat(house.answer(guest.client(), "join-room", "lobby")).contains("\"success\":true");
        return guest;
    }

    @Test
    void missedNothingWhileItWasHereAndAnsweredPings() {
        Guest quiet = comes("reader", null);
        Guest silent = comes("reader", null);
        article(1);
        house.sessions.alive(quiet.client());
        house.sessions.alive(silent.client());
        house.sessions.alive(quiet.client());
        leaves(quiet, LOST);
        leaves(silent, LOST);
        keepsTheLast(1);
        article(2);

        Guest back = comes("reader", quiet.pid());

        assertThat(back.pid()).isEqualTo(quiet.pid());
        hearsOnly(back, "article:create");
        assertThat(back.client().heard().get(0)).contains("t2");
        hearsOnly(comes("reader", silent.pid()), "sync:required"); // it may have been sent what it never got
    }

    @Test
    void isNotLedPastWhatItIsBehindWith() {
        Guest first = comes("reader", null);
        leaves(first, LOST);
        article(1);
        Admitted admitted = asks("reader", first.pid()).join();

        Position taken = house.log
                .afterAppended(() -> {
                    Guest back = enters(admitted); // it has to wait for this thread
                    house.sessions.alive(back.client());
                    house.sessions.alive(back.client());
                    return Session.of(back.client()).account().taken();
                })
                .join();

        assertThat(taken).isEqualTo(Position.NOWHERE);
    }

    /** A client that believed to be in a room, and is not, would never know. */
    @Test
    void beginsAnewIfNobodyCanTellWhetherItMayBeInItsRoom() {
        AtomicInteger asked = new AtomicInteger();
        offer(after(() -> {
            if (asked.getAndIncrement() > 0) {
                throw new IllegalStateException("no database");
            }
        }));
        Guest first = comesIntoTheLobby();
        leaves(first, LOST);

        Guest back = comes("reader", first.pid());

        assertThat(back.pid()).isNotEqualTo(first.pid());
        assertThat(back.client().rooms()).doesNotContain(LOBBY);
        hearsOnly(back, "sync:required");
        assertThat(recovery.size()).isZero();
    }

    /** The network may lose two connections in a row. */
    @Test
    void takesOverFromAConnectionThatIsBeingLetIn() {
        CountDownLatch decided = new CountDownLatch(1);
        AtomicInteger asked = new AtomicInteger();
        offer(after(() -> assertThat(asked.getAndIncrement() != 1 || decided.await(20, TimeUnit.SECONDS))
                .isTrue()));
        Guest first = comesIntoTheLobby();
        leaves(first, LOST);
        CompletableFuture<Admitted> second = asks("reader", first.pid());
        await().until(() -> asked.get() == 2);
        CompletableFuture<Admitted> third = asks("reader", first.pid());
        assertThat(third).isNotDone();

        decided.countDown();
        Guest half = enters(second.join());
        assertThat(half.client().isPresent()).isFalse();
        leaves(half, "asked to reconnect");

        Guest back = enters(third.join());
        assertThat(back.pid()).isEqualTo(first.pid());
        assertThat(back.client().rooms()).contains(LOBBY);
    }

    @Test
    void hearsThatSomebodyLeftBeforeItHearsThatTheyAreBack() {
        List<String> told = new CopyOnWriteArrayList<>();
        CountDownLatch said = new CountDownLatch(1);
        offer(new ConnectionHandler() {
            @Override
            public void connected(IoSocket socket) {
                told.add("connected");
            }

            @Override
            public void disconnected(IoSocket socket, String reason) throws Exception {
                said.await(20, TimeUnit.SECONDS);
                told.add("disconnected");
            }
        });
        Guest first = comes("reader", null);
        await().until(() -> told.size() == 1);
        leaves(first, LOST);
        Guest back = comes("reader", first.pid());
        Guest other = comes("reader", null);
        await().until(() -> told.size() == 2); // the other one

        said.countDown();

        await().untilAsserted(
                        () -> assertThat(told).containsExactly("connected", "connected", "disconnected", "connected"));
        assertThat(List.of(back.client().isPresent(), other.client().isPresent()))
                .containsOnly(true);
    }

    /** Else a client that leaves just then would be taken for one that somebody put there, and not be asked about again. */
    @Test
    void isKnownToHaveAskedForARoomBeforeItIsInIt() {
        offer(after(() -> {}));
        Guest guest = comes("reader", null);
        List<Placement.Kept> seen = new CopyOnWriteArrayList<>();
        guest.client()
                .joins(room -> seen.add(Session.of(guest.client()).placement().keep(Set.of(room))));

        house.answer(guest.client(), "join-room", "lobby");

        assertThat(seen).containsExactly(new Placement.Kept(Set.of(LOBBY), Set.of()));
    }

    @Test
    void connectsAgainIfItsStayCannotBegin() {
        Guest first = comes("reader", null);
        leaves(first, LOST);
        house.log.close();
        house.timer.shutdownNow(); // nobody catches up any more

        Guest back = comes("reader", first.pid());

        assertThat(back.client().isReconnecting()).isTrue();
    }
}
