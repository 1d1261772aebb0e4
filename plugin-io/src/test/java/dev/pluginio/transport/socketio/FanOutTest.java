package dev.pluginio.transport.socketio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pluginio.transport.Arguments;
import dev.pluginio.transport.Audience;
import dev.pluginio.transport.Client;
import dev.pluginio.transport.Emission;
import dev.pluginio.transport.Room;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** One emission, many clients: what they share, and what they do meanwhile. */
class FanOutTest {

    private static final Room BUSY = new Room(Room.Kind.CUSTOM, "busy");

    /** Guards against what netty-socketio does: one mutable packet for all, corrupt for all but the first. */
    @Test
    void everyClientOfARoomGetsAllOfItUnharmedAndInOrderWhileOthersComeAndGo() throws Exception {
        try (var io = new RunningTransport()) {
            List<RawClient.Connection> staying = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                staying.add(new RawClient(io.port()).enter());
            }
            await().until(() -> io.recorder.present.size() == 40);
            io.recorder.present.forEach(client -> client.join(BUSY));
            RawClient.Connection restless = new RawClient(io.port()).enter();
            await().until(() -> io.recorder.present.size() == 41);
            Client joining = io.recorder.connected.stream().reduce((a, b) -> b).orElseThrow();
            AtomicBoolean over = new AtomicBoolean();
            CompletableFuture<Void> coming = CompletableFuture.runAsync(() -> {
                while (!over.get()) {
                    for (int i = 0; i < 100; i++) {
                        joining.join(BUSY);
                        joining.leave(BUSY);
                    }
                    joining.drained().toCompletableFuture().join(); // not faster than its event loop follows
                }
            });

            for (int i = 0; i < 1_000; i++) {
                io.send("n", json(i), BUSY);
            }

            for (RawClient.Connection client : staying) {
                for (int i = 0; i < 1_000; i++) {
                    assertThat(client.next()).isEqualTo("42[\"n\"," + json(i) + "]");
                }
            }
            over.set(true);
            coming.join();
            io.send("end", "0", RunningTransport.EVERYBODY);
            int before = -1;
            for (String heard = restless.next(); !heard.startsWith("42[\"end\""); heard = restless.next()) {
                int number = Integer.parseInt(heard.replaceAll("^42\\[\"n\",\\{\"n\":(\\d+).*", "$1"));
                assertThat(number).isGreaterThan(before);
                assertThat(heard).isEqualTo("42[\"n\"," + json(number) + "]");
                before = number;
            }
        }
    }

    /** Guards against what netty-socketio does: attachments begin with a byte of Engine.IO 3. */
    @Test
    void pollingClientsShareAttachmentsWithThoseOnWebSockets() throws Exception {
        try (var io = new RunningTransport()) {
            var raw = new RawClient(io.port());
            List<CompletableFuture<HttpResponse<String>>> polls = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                String session = raw.session();
                raw.send("POST", session, "40");
                raw.get(session);
                polls.add(raw.getLater(session));
            }
            RawClient.Connection webSocket = raw.enter();
            await().until(() -> io.recorder.present.size() == 4);

            byte[] data = {1, 2, 3, -1};
            byte[] placeholder = "{\"_placeholder\":true,\"num\":0}".getBytes(StandardCharsets.UTF_8);
            Audience everybody = new Audience(Audience.ROOT, Set.of(RunningTransport.EVERYBODY));
            io.transport.send(new Emission("b", new Arguments(List.of(placeholder), List.of(data)), everybody));

            String packet = "451-[\"b\",{\"_placeholder\":true,\"num\":0}]";
            for (CompletableFuture<HttpResponse<String>> poll : polls) {
                assertThat(poll.join().body()).isEqualTo(packet + "\u001ebAQID/w==");
            }
            assertThat(webSocket.next()).isEqualTo(packet);
        }
    }

    @Test
    void aClientForWhichTooManySmallPacketsWaitIsSentAway() throws Exception {
        try (var io = new RunningTransport(RunningTransport.settings(0, Long.MAX_VALUE))) {
            var raw = new RawClient(io.port());
            String session = raw.session();
            raw.send("POST", session, "40");
            raw.get(session);

            for (int i = 0; i <= Outbox.MOST_FRAMES; i++) {
                io.send("x", "1");
            }

            await().until(() -> io.counts.overflowed.get() == 1);
            assertThat(raw.get(session).statusCode()).isEqualTo(400);
        }
    }

    private static String json(int number) {
        return "{\"n\":" + number + ",\"text\":\"" + Integer.toString(number).repeat(20) + "\"}";
    }
}
