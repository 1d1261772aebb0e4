package dev.pluginio.session.handlers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pluginio.api.realtime.ConnectionHandler;
import dev.pluginio.api.realtime.EventHandler;
import dev.pluginio.api.realtime.IoSocket;
import dev.pluginio.api.realtime.Reply;
import dev.pluginio.testing.RecordingClient;
import dev.pluginio.testing.TablePolicy;
import dev.pluginio.testing.TestHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Who hears of clients that come and go. */
class ConnectionsTest extends HandlersTesting {

    @Test
    void tellsOfAClientBeforeItsEventsAndOfItsEndAfterThem() {
        EventHandler event = on("event", received -> {
            log.add("event " + received.argument(0));
            return Reply.none();
        });
        handlers.offer(List.of(listening("a", listener("a"), event)));
        Lane lane = arrive();

        ask(lane, "event", 1);
        ask(lane, "event", 2);
        handlers.left(lane, "transport close");

        await().untilAsserted(() -> assertThat(log)
                .containsExactly("a connected true", "event 1", "event 2", "a disconnected transport close"));
    }

    @Test
    void tellsAPluginThatStartsLaterOfTheClientsThatAreThere() {
        Offer first = listening("a", listener("a"));
        handlers.offer(List.of(first));
        Lane lane = arrive();
        arrive(new RecordingClient("/elsewhere", "x"));

        handlers.offer(List.of(first, listening("b", listener("b"))));
        handlers.left(lane, "ping timeout");

        await().untilAsserted(() -> assertThat(log)
                .containsExactly(
                        "a connected true",
                        "b connected true",
                        "a disconnected ping timeout",
                        "b disconnected ping timeout"));
    }

    /** A quick call would be over before, and have to wait: that costs each client a monitor for as long as it is there. */
    @Test
    void handsNoCallToAPluginWhileTheClientsLaneIsLocked() {
        List<Boolean> locked = new CopyOnWriteArrayList<>();
        AtomicReference<Lane> known = new AtomicReference<>();
        handlers.close();
        handlers = TestHandlers.with(
                Handlers.Settings.defaults(),
                timer,
                counts,
                new TablePolicy(),
                () -> TestHandlers.rules(List.of()),
                plugin -> task -> {
                    Lane lane = known.get();
                    if (lane != null) {
                        locked.add(Thread.holdsLock(lane));
                    }
                    return new Thread(task);
                });
        Offer first = Offer.of("a", on("event", received -> Reply.none()));
        handlers.offer(List.of(first));
        Lane lane = arrive();
        known.set(lane);

        ask(lane, "event");
        handlers.offer(List.of(first, listening("b", listener("b"))));
        await().untilAsserted(() -> assertThat(log).hasSize(1));
        handlers.left(lane, "transport close");
        await().untilAsserted(() -> assertThat(log).hasSize(2));

        assertThat(locked).hasSizeGreaterThanOrEqualTo(3).containsOnly(false);
    }

    @Test
    void callsNothingOfAPluginThatHasStopped() {
        CountDownLatch never = new CountDownLatch(1);
        handlers.offer(List.of(listening("a", listener("a"), on("wait", event -> {
            log.add("called");
            return Reply.bare(never.await(20, TimeUnit.SECONDS));
        }))));
        Lane lane = arrive();
        ask(lane, "wait");
        ask(lane, "wait");
        await().untilAsserted(() -> assertThat(log).containsExactly("a connected true", "called"));

        handlers.offer(List.of());
        assertThat(ask(lane, "wait")).isFalse();
        handlers.left(lane, "transport close");

        await().untilAsserted(() -> assertThat(answers)
                .containsExactlyInAnyOrder(FAILED, "{\"success\":false,\"error\":\"the handler is gone\"}"));
        assertThat(log).containsExactly("a connected true", "called");
    }

    /** However many come and go while handlers are slow: whoever was told of a client is told that it has left. */
    @Test
    void tellsOfAllWhoComeAndGoHoweverLongThatTakes() {
        handlers.close();
        handlers = TestHandlers.with(
                new Handlers.Settings(Duration.ofMillis(900), 1, 0, 10_000, 0, Duration.ZERO), timer, counts);
        CountDownLatch go = new CountDownLatch(1);
        handlers.offer(List.of(listening("a", new ConnectionHandler() {
            @Override
            public void connected(IoSocket socket) throws Exception {
                go.await(20, TimeUnit.MILLISECONDS);
                log.add("connected " + socket.id());
            }

            @Override
            public void disconnected(IoSocket socket, String reason) {
                log.add("disconnected " + socket.id());
            }
        })));
        List<RecordingClient> clients = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            RecordingClient client = new RecordingClient("/", "x");
            clients.add(client);
            handlers.left(arrive(client), "transport close");
        }

        await().untilAsserted(() -> assertThat(log).hasSize(100));
        assertThat(clients).allSatisfy(client -> {
            assertThat(log).containsSubsequence("connected " + client.id(), "disconnected " + client.id());
            assertThat(client.isReconnecting()).isFalse();
        });
    }
}
