package dev.pluginio;

import static dev.pluginio.testing.Blog.ARTICLE;
import static dev.pluginio.testing.Blog.TAG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.socket.client.Ack;
import io.socket.client.IO;
import io.socket.client.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.json.JSONObject;
import org.junit.jupiter.api.Test;

/** B28: what clients may do is ruled by the file as it is now, for those who are connected too. */
class LiveRulesTest extends LiveConfigurationTesting {

    private static final String TYPES = "contentTypes: [" + ARTICLE + ", " + TAG + "]\n";

    private JSONObject ask(String event, Object argument) throws Exception {
        CompletableFuture<JSONObject> answer = new CompletableFuture<>();
        client.emit(event, argument, (Ack) given -> answer.complete((JSONObject) given[0]));
        return answer.get(60, TimeUnit.SECONDS);
    }

    private List<String> members(String room) throws Exception {
        return wiring
                .service()
                .orElseThrow()
                .getSocketsInRoom(room)
                .toCompletableFuture()
                .get(60, TimeUnit.SECONDS)
                .stream()
                .map(socket -> socket.id())
                .toList();
    }

    @Test
    void letsClientsIntoTheRoomsOfNow() throws Exception {
        assertThat(ask("join-room", "chat-1").getBoolean("success")).isFalse();

        reload(TYPES
                + "rooms: { join: [ { pattern: 'chat-*', roles: ['*'] } ], autoJoinByRole: { everybody: [news] } }");
        assertThat(ask("join-room", "chat-1").getBoolean("success")).isTrue();
        assertThat(members("chat-1")).containsExactly(client.id());
        assertThat(members("news")).containsExactly(client.id());

        reload(TYPES);
        assertThat(members("chat-1")).isEmpty();
        assertThat(members("news")).isEmpty();
        assertThat(ask("join-room", "chat-1").getBoolean("success")).isFalse();
        assertThat(disconnected).hasValue(0);
    }

    @Test
    void letsClientsSubscribeAsOftenAsItSaysNow() throws Exception {
        reload(TYPES + "subscriptions: { perSocket: 1 }");
        assertThat(ask("subscribe-type", new JSONObject(Map.of("uid", ARTICLE))).getBoolean("success"))
                .isTrue();
        assertThat(ask("subscribe-type", new JSONObject(Map.of("uid", TAG))).getString("error"))
                .startsWith("too many");

        reload(TYPES + "subscriptions: { perSocket: 2 }");
        assertThat(ask("subscribe-type", new JSONObject(Map.of("uid", TAG))).getBoolean("success"))
                .isTrue();
        assertThat(disconnected).hasValue(0);
    }

    @Test
    void sendsAwayWhoMayNotBeWhereItIsAnyMore() throws Exception {
        write(config(TYPES).replace("serverOptions", "limits: { deny: [127.0.0.1] }, serverOptions"));
        wiring.service().orElseThrow().reload().toCompletableFuture().get(60, TimeUnit.SECONDS);
        await().atMost(Duration.ofSeconds(60)).until(() -> !client.connected());

        reload(TYPES);
        await().atMost(Duration.ofSeconds(60)).until(client::connected); // by itself
    }

    @Test
    void opensAndClosesNamespacesAndTheirDoors() throws Exception {
        assertThat(enters("/staff")).isEqualTo("Invalid namespace");

        reload(TYPES + "namespaces: { /staff: {} }");
        assertThat(enters("/staff")).isEqualTo("in");

        reload(TYPES + "namespaces: { /staff: { authentication: required } }");
        assertThat(enters("/staff")).isNotEqualTo("in").isNotEqualTo("Invalid namespace");
        assertThat(disconnected).hasValue(0);
    }

    /** Whether a client comes into a namespace, or why it does not. */
    private String enters(String namespace) throws Exception {
        Socket other = IO.socket(
                URI.create("http://127.0.0.1:" + port + namespace),
                IO.Options.builder().setForceNew(true).setReconnection(false).build());
        CompletableFuture<String> answer = new CompletableFuture<>();
        other.on(Socket.EVENT_CONNECT, given -> answer.complete("in"));
        other.on(Socket.EVENT_CONNECT_ERROR, given -> answer.complete(((JSONObject) given[0]).optString("message")));
        other.connect();
        try {
            return answer.get(60, TimeUnit.SECONDS);
        } finally {
            other.close();
        }
    }
}
