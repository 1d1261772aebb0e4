package dev.pluginio.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pluginio.api.realtime.Answers;
import dev.pluginio.api.realtime.Envelope;
import dev.pluginio.api.realtime.IoService;
import dev.pluginio.api.realtime.RawRequest;
import dev.pluginio.api.realtime.Room;
import dev.pluginio.api.realtime.SocketInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The guide's pages about the service: what stands there is compiled here, and called. */
class IoServiceGuideTest {

    private static final Path GUIDE = Path.of("..", "docs", "guide.md");
    private static final Path OWN =
            Path.of("src", "test", "java", "dev", "pluginio", "service", "IoServiceGuideTest.java");
    private static final Pattern BLOCK = Pattern.compile("^```java\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);

    private final Map<String, Object> article = Map.of("id", 1);
    private final Instant now = Instant.EPOCH;
    private final Map<String, Object> offer = Map.of("discount", 50);
    private final String socketId = "x";
    private final String userId = "u";
    private final String roleId = "r";
    private final Map<String, Object> receipt = Map.of();
    private final Map<String, Object> invoice = Map.of();
    private final Map<String, Object> point = Map.of();
    private final String text = "Hello";
    private final String name = "Ann";

    @Test
    void showsCallsThatWork() throws IOException {
        calls(new SilentService());
        choices(new SilentService());
        subscriptions(new SilentService());

        String own = plain(Files.readString(OWN));
        String guide = Files.readString(GUIDE);
        String section = guide.substring(guide.indexOf("## Subscriptions"), guide.indexOf("## Rooms and private"));
        List<String> lines = BLOCK.matcher(section)
                .results()
                .flatMap(block -> block.group(1).lines())
                .map(line -> plain(line.replaceAll("\\s*// .*", "")))
                .filter(line -> !line.isEmpty() && !line.contains("pluginManager"))
                .toList();
        assertThat(lines).hasSizeGreaterThan(20);
        assertThat(lines).allSatisfy(line -> assertThat(own).contains(line));
    }

    private static String plain(String code) {
        return code.replaceAll("\\s+", "");
    }

    private void calls(IoService io) {
        io.emit("publish", "api::article.article", article);
        io.emit("featured", "api::article.article", Map.of("id", 5, "publishedAt", now, "title", "Hello"));
        io.raw("maintenance", Map.of("minutes", 10));
        io.raw(RawRequest.of("offer", offer).rooms("premium"));

        io.joinRoom(socketId, "premium");
        io.leaveRoom(socketId, "premium");
        io.getSocketsInRoom("premium").thenAccept(sockets -> show(sockets));

        io.sendPrivateMessage(socketId, "receipt", receipt);
        io.broadcast(socketId, "typing", true);
        io.emitToNamespace("admin", "stats", Map.of("online", 12));
        io.disconnectSocket(socketId, "Your account was closed");
    }

    private void choices(IoService io) {
        io.to("chat", "lobby").except("muted").emit("message", text);
        io.to(Room.user(userId)).emit("invoice", invoice);
        io.to(Room.role(roleId)).droppable().emit("position", point);
        io.to("chat").retained().emit("message", text);
        io.to("chat").envelope(Envelope.BARE).emit("tick", 5);
        io.to("chat").timeout(Duration.ofSeconds(5)).emitWithAck("ready?", null).thenAccept(answers -> {
            answers.given().forEach((id, values) -> note(id, values));
            answers.missing().forEach(id -> io.disconnectSocket(id, "no answer"));
        });
    }

    private void subscriptions(IoService io) {
        io.emitToEntity("api::article.article", 7, "article:typing", Map.of("who", name));
        io.subscribeToEntity(socketId, "api::article.article", 7);
        io.subscribeToEntityTrusted(socketId, "api::article.article", 7);
        io.getEntityRoomSockets("api::article.article", 7);
    }

    private static void show(List<SocketInfo> sockets) {
        assertThat(sockets).isEmpty();
    }

    private static void note(String id, List<Object> values) {
        assertThat(Answers.NONE.given()).doesNotContainKey(id);
    }
}
