package dev.pluginio.transport.socketio;

import static dev.pluginio.transport.socketio.RunningTransport.settings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pluginio.transport.Audience;
import dev.pluginio.transport.TransportObserver;
import io.netty.channel.DefaultEventLoop;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is kept of what a connection does not take. */
class GivenTest {

    /** They are with the carrier already. */
    @Test
    void keepsNoBytes() {
        var loop = new DefaultEventLoop();
        var hub = new Hub(Set.of(Audience.ROOT), List.of(loop), TransportObserver.NONE, System::nanoTime);
        var given = new Given();
        var bytes = new WeakReference<>(give(given, hub.space(Audience.ROOT)));

        await().until(() -> {
            System.gc();
            return bytes.get() == null;
        });
        assertThat(given.isEmpty()).isFalse();
        loop.shutdownGracefully();
    }

    private static byte[] give(Given given, Space space) {
        byte[] text = new byte[100_000];
        given.add(List.of(new Frame(text, space)));
        return text;
    }

    /** Its answer and what waits for the next one would otherwise both be as large as a queue may be. */
    @Test
    void isNeverMuchMoreThanAWebSocketHolds() throws Exception {
        try (var io = new RunningTransport(settings())) {
            var raw = new RawClient(io.port());
            String session = raw.session();
            raw.send("POST", session, "40");
            raw.get(session);
            for (int i = 0; i < 20; i++) {
                io.send("x", i + ",\"" + "x".repeat(100_000) + "\"");
            }
            io.transport.settled().toCompletableFuture().join();

            int next = 0;
            while (next < 20) {
                String[] packets = raw.get(session).body().split("\u001e");
                assertThat(packets).hasSizeLessThanOrEqualTo(3);
                for (String packet : packets) {
                    assertThat(packet).startsWith("42[\"x\"," + next++ + ",").hasSizeGreaterThan(100_000);
                }
            }
        }
    }
}
