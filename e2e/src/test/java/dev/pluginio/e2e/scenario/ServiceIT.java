package dev.pluginio.e2e.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pluginio.e2e.driver.ClientSocket;
import dev.pluginio.e2e.driver.Connect;
import dev.pluginio.e2e.driver.Json;
import dev.pluginio.e2e.driver.SampleHost;
import dev.pluginio.e2e.driver.SocketDriver;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Every method of the realtime service, called by a plugin with a class loader of its own, heard by the official clients. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // filled before the tests
class ServiceIT {

    private static final String CONFIG = """
            io:
              config:
                contentTypes: [api::article.article, api::tag.tag]
                permission: find
                namespaces:
                  /admin:
                rooms:
                  join:
                    - { pattern: 'chat-*', roles: [Editor] }
                    - { pattern: '*', roles: [Administrator] }
                  autoJoinByRole:
                    Editor: [newsroom]
                  privateMessages:
                    - { from: [Editor], to: ['*'] }
                socket:
                  serverOptions:
                    host: 127.0.0.1
                    port: ${IO_PORT}
            """;

    private SampleHost host;
    private SocketDriver node;
    private SocketDriver java;
    private ClientSocket editor;
    private ClientSocket visitor;
    private ClientSocket admin;

    @BeforeAll
    void start() {
        host = SampleHost.setup().config(CONFIG).start();
        node = SocketDriver.Kind.JAVASCRIPT.start();
        java = SocketDriver.Kind.JAVA.start();
    }

    @BeforeEach
    void connect() {
        editor = node.open(Stories.as(host, SampleHost.EDITOR).apply(Connect.to(host.io())))
                .connected();
        visitor = java.open(Connect.to(host.io())).connected();
        admin = node.open(Connect.to(host.io().resolve("/admin"))).connected();
    }

    @AfterEach
    void leave() {
        List.of(editor, visitor, admin).forEach(ClientSocket::close);
    }

    @AfterAll
    void stop() {
        for (AutoCloseable part : new AutoCloseable[] {node, java, host}) {
            try {
                part.close();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private String call(String method, Object... more) {
        Map<String, Object> request = new HashMap<>();
        request.put("method", method);
        for (int i = 0; i < more.length; i += 2) {
            request.put((String) more[i], more[i + 1]);
        }
        return host.probe().call(request).text();
    }

    private static String id(ClientSocket socket) {
        return socket.sid().orElseThrow();
    }

    private static JsonNode answer(ClientSocket socket, String event, Object... arguments) {
        return socket.ask(event, List.of(arguments).stream().map(Json::of).toList())
                .get(0);
    }

    @Test
    void joinsRoomsAndTellsWhoIsInThem() {
        assertThat(call("joinRoom", "socketId", id(visitor), "room", "premium")).isEqualTo("true");
        assertThat(call("getSocketsInRoom", "room", "premium")).contains(id(visitor), "Public", "premium");
        assertThat(call("server.socket", "socketId", id(visitor))).contains("premium");
        assertThat(call("server.rooms")).contains("Custom[name=premium]=1");
        assertThat(call("to", "room", "premium", "event", "offer", "data", 5)).contains("sockets=1");
        assertThat(visitor.first("offer").argument()).isEqualTo(Json.of(Map.of("data", 5)));
        assertThat(call("leaveRoom", "socketId", id(visitor), "room", "premium"))
                .isEqualTo("true");
        assertThat(call("raw", "event", "offer", "data", 6, "room", "premium")).contains("sockets=0");
        assertThat(call("joinRoom", "socketId", "nobody", "room", "premium")).isEqualTo("false");
        assertThat(call("joinRoom", "socketId", id(visitor), "room", " ")).contains("cannot name a room");
    }

    @Test
    void sendsToOneToOthersAndToNamespaces() {
        call("sendPrivateMessage", "socketId", id(admin), "event", "note", "data", 1, "envelope", "BARE");
        assertThat(admin.first("note").argument()).isEqualTo(Json.of(1));
        call("broadcast", "socketId", id(editor), "event", "typing", "data", 2);
        assertThat(visitor.first("typing").data()).isEqualTo(Json.of(2));
        call("emitToNamespace", "namespace", "admin", "event", "stats", "data", 3);
        assertThat(admin.first("stats").data()).isEqualTo(Json.of(3));
        call("namespaces.emit", "namespace", "/admin", "event", "more", "data", 4);
        assertThat(admin.first("more").data()).isEqualTo(Json.of(4));
        assertThat(call("namespaces.names")).isEqualTo("[/, /admin]");
        assertThat(call("emitToNamespace", "namespace", "chat", "event", "x", "data", 1))
                .contains("there is no namespace 'chat'; there are /, /admin");
        call("server.emit", "event", "announcement", "data", 5);
        assertThat(visitor.first("announcement").data()).isEqualTo(Json.of(5));
        call("emit", "event", "featured", "uid", "api::tag.tag", "data", new HashMap<>(Map.of("id", 1, "name", "red")));
        assertThat(visitor.first("tag:featured").data().path("name").asText()).isEqualTo("red");
        call("except", "except", "newsroom", "event", "others", "data", 6);
        assertThat(visitor.first("others").data()).isEqualTo(Json.of(6));
        assertThat(editor.frames())
                .extracting(frame -> frame.event())
                .doesNotContain("typing", "stats", "more", "others");
    }

    @Test
    void choosesByUserAndBySocket() {
        Matcher user = Pattern.compile("User\\[id=([^,]+),").matcher(call("server.socket", "socketId", id(editor)));
        assertThat(user.find()).isTrue();
        String editors = user.group(1);
        assertThat(call("toUser.sockets", "user", editors)).contains(id(editor)).doesNotContain(id(visitor));
        assertThat(call("server.sockets")).contains(id(editor), id(visitor)).doesNotContain(id(admin));
        assertThat(Integer.parseInt(call("server.size"))).isGreaterThanOrEqualTo(2);
        assertThat(call("namespaces.name", "namespace", "admin")).isEqualTo("/admin");

        call("toUser", "user", editors, "event", "invoice", "data", 1);
        call("exceptUser", "user", editors, "event", "offer", "data", Map.of("token", "for all"));
        call("exceptSockets", "socketId", id(visitor), "event", "hint", "data", 3);

        assertThat(editor.first("invoice").data()).isEqualTo(Json.of(1));
        assertThat(visitor.first("offer").data()).isEqualTo(Json.of(Map.of("token", "for all")));
        assertThat(editor.first("hint").argument()).isEqualTo(Json.of(3));
        call("raw", "event", "end", "data", 4);
        editor.first("end");
        visitor.first("end");
        assertThat(editor.frames()).extracting(frame -> frame.event()).doesNotContain("offer");
        assertThat(visitor.frames()).extracting(frame -> frame.event()).doesNotContain("invoice", "hint");
    }

    @Test
    void asksManyAtOnce() {
        call("joinRoom", "socketId", id(visitor), "room", "asked");
        assertThat(call("to.emitWithAck", "room", "asked", "event", "ready?", "data", 1))
                .contains(id(visitor));
        assertThat(call("to.sockets", "room", "asked")).contains(id(visitor));
        assertThat(call("to.retained", "room", "asked", "event", "told", "data", 2))
                .contains("sockets=1");
        visitor.first("told");
    }

    @Test
    void sendsAClientAwayWithAReason() {
        assertThat(call("disconnectSocket", "socketId", id(visitor), "reason", "Violation of terms"))
                .isEqualTo("true");
        assertThat(visitor.first("session:closed").argument())
                .isEqualTo(Json.of(Map.of("code", "disconnected", "reason", "Violation of terms")));
        assertThat(visitor.disconnected()).isEqualTo("io server disconnect");
        assertThat(call("disconnectSocket", "socketId", id(visitor), "reason", "x"))
                .isEqualTo("false");
    }

    @Test
    void letsClientsJoinAndWriteByRuleAndByPolicy() {
        assertThat(answer(editor, "get-rooms").path("rooms")).isEqualTo(Json.of(List.of("newsroom")));
        assertThat(answer(editor, "join-room", "chat-1").path("success").asBoolean())
                .isTrue();
        assertThat(answer(visitor, "join-room", "chat-1").path("success").asBoolean())
                .isFalse();
        assertThat(answer(visitor, "join-room", "probe-open-1").path("success").asBoolean())
                .isTrue();
        assertThat(answer(editor, "join-room", "probe-shut").path("error").asText())
                .isEqualTo("You may not join this room");
        assertThat(answer(editor, "leave-room", "chat-1").path("success").asBoolean())
                .isTrue();

        JsonNode sent = answer(editor, "private-message", Map.of("to", id(visitor), "data", "hello", "from", "x"));
        assertThat(sent.path("success").asBoolean()).isTrue();
        assertThat(visitor.first("private-message").argument())
                .isEqualTo(Json.of(Map.of("data", "hello", "from", Map.of("id", id(editor)))));
        assertThat(answer(visitor, "private-message", Map.of("to", id(editor), "data", 1)))
                .isEqualTo(answer(editor, "private-message", Map.of("to", id(admin), "data", 1)));
    }

    @Test
    void subscribesClientsToEntries() {
        JsonNode article = Stories.newArticle(host.as(SampleHost.EDITOR));
        String[] entry = {
            "uid", Stories.ARTICLE, "id", article.path("documentId").asText()
        };
        String subscribed = call("subscribeToEntity", "socketId", id(editor), entry[0], entry[1], entry[2], entry[3]);
        assertThat(subscribed).contains("success=true");
        assertThat(call("getEntitySubscriptions", "socketId", id(editor))).contains(entry[1], entry[3]);
        assertThat(call("getEntityRoomSockets", entry[0], entry[1], entry[2], entry[3]))
                .contains(id(editor), "User[", "Editor");
        call("emitToEntity", entry[0], entry[1], entry[2], entry[3], "event", "article:commented", "data", 1);
        assertThat(editor.first("article:commented").data()).isEqualTo(Json.of(1));
        assertThat(call("unsubscribeFromEntity", "socketId", id(editor), entry[0], entry[1], entry[2], entry[3]))
                .contains("success=true");
        assertThat(call("subscribeToEntityTrusted", "socketId", id(visitor), entry[0], entry[1], entry[2], entry[3]))
                .contains("success=true");
        assertThat(call("getEntityRoomSockets", entry[0], entry[1], entry[2], entry[3]))
                .contains(id(visitor), "Public")
                .doesNotContain(id(editor));
    }

    @Test
    void hasTheConfigurationReadAgain() {
        assertThat(call("reload")).startsWith("Reloaded[");
    }
}
