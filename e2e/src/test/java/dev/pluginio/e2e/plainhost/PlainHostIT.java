package dev.pluginio.e2e.plainhost;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pluginio.e2e.driver.ClientSocket;
import dev.pluginio.e2e.driver.Connect;
import dev.pluginio.e2e.driver.Frame;
import dev.pluginio.e2e.driver.Json;
import dev.pluginio.e2e.driver.SocketDriver;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packed jar serves a host that has neither Hibernate nor Jakarta Persistence, which tells of its changes itself. */
@SuppressWarnings("NullAway.Init") // filled before each test
class PlainHostIT {

    @TempDir
    Path folder;

    private RunningPlainHost host;
    private SocketDriver driver;
    private ClientSocket member;
    private ClientSocket visitor;

    @BeforeEach
    void start() throws IOException {
        host = new RunningPlainHost(folder, "");
        driver = SocketDriver.Kind.JAVASCRIPT.start();
        Connect connect = Connect.to(host.io("http"));
        member = driver.open(connect.jwt(PlainCms.MEMBER)).connected();
        visitor = driver.open(connect).connected();
    }

    @AfterEach
    void stop() throws IOException {
        if (driver != null) {
            driver.close();
        }
        if (host != null) {
            host.close();
        }
    }

    @Test
    void tellsWhatItDoesThroughTheLifecycle() throws IOException {
        host.run("commit;create n1 one");
        host.run("commit;update n1 two");
        host.run("rollback;update n1 lost;create n2 lost");
        host.run("commit;create n3 never;delete n3");
        host.run("commit;update n1 three;delete n1");
        host.run("commit;create n4 end");

        host.run("ring");

        member.awaitFrames(6);
        visitor.awaitFrames(2);
        assertThat(member.frames().stream()
                        .filter(PlainHostIT::isOfTheHost)
                        .map(frame -> frame.event() + " " + frame.data()))
                .containsExactly(
                        "note:create {\"id\":%d,\"documentId\":\"n1\",\"title\":\"one\"}".formatted("n1".hashCode()),
                        "note:update {\"id\":%d,\"documentId\":\"n1\",\"title\":\"two\"}".formatted("n1".hashCode()),
                        "note:delete {\"id\":%d,\"documentId\":\"n1\"}".formatted("n1".hashCode()),
                        "note:create {\"id\":%d,\"documentId\":\"n4\",\"title\":\"end\"}".formatted("n4".hashCode()),
                        PlainHost.BELL + " {}");
        assertThat(visitor.frames().stream().filter(PlainHostIT::isOfTheHost).map(Frame::event))
                .containsExactly(PlainHost.BELL);
        host.log().judge();
    }

    /** Promise 6: reloading another plugin under traffic leaves nothing of it behind, and its clients do not notice. */
    @Test
    void aPluginComesAndGoesWhileItsClientsAreThere() throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        AtomicInteger asked = new AtomicInteger();
        Thread traffic = new Thread(() -> {
            while (!over.get()) {
                visitor.send("message", List.of(Json.of(asked.incrementAndGet())));
                visitor.send("greet", List.of(Json.of(Map.of("text", "hello", "to", List.of("x", " ")))));
                LockSupport.parkNanos(1_000_000);
            }
        });
        traffic.start();

        for (int i = 0; i < 20; i++) {
            host.run("reload;echo");
        }
        over.set(true);
        traffic.join();

        host.requireNothingLeft();
        assertThat(visitor.ask("message-with-ack", List.of(Json.of("still here"))))
                .containsExactly(Json.of("still here"));
        assertThat(asked).hasPositiveValue();
        assertThat(visitor.frames()).extracting(Frame::event).contains("auth", "message-back");
        assertThat(visitor.isConnected()).isTrue();
        host.log().judge();
    }

    /** Constraints that stand in another plugin count, and nothing of what was sent comes back. */
    @Test
    void aPluginGetsArgumentsThatKeepToItsConstraints() {
        assertThat(visitor.ask("greet", List.of(Json.of(Map.of("text", "hello", "to", List.of("ann", "bob"))))))
                .containsExactly(Json.of(Map.of("success", true, "greeting", "hello ann and bob")));

        assertThat(visitor.ask("greet", List.of(Json.of(Map.of("text", " ", "to", List.of("ann", ""))))))
                .singleElement()
                .satisfies(answer -> assertThat(answer.toString())
                        .contains("invalid argument", "NotBlank", "must not be blank", "text", "to[1]")
                        .doesNotContain("ann"));
        host.log().judge();
    }

    private static boolean isOfTheHost(Frame frame) {
        return !frame.event().equals("auth"); // which the other plugin sends
    }
}
