package dev.pluginio.e2e.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pluginio.e2e.driver.ClientSocket;
import dev.pluginio.e2e.driver.Cms;
import dev.pluginio.e2e.driver.Ears;
import dev.pluginio.e2e.driver.Json;
import dev.pluginio.e2e.driver.SampleHost;
import dev.pluginio.e2e.driver.SocketDriver;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * B12: nobody reads from outside who is connected, or changes a setting, be it an administrator: that is for the code of the
 * host and of plugins ({@code IoService.server()}).
 */
@ExtendWith(SharedHost.class)
class PrivacyIT {

    private static final Set<String> BUILT_IN = Set.of(
            "join-room",
            "leave-room",
            "get-rooms",
            "subscribe-entity",
            "unsubscribe-entity",
            "get-entity-subscriptions",
            "subscribe-type",
            "unsubscribe-type",
            "private-message",
            "sync");

    /** Whatever an administrator asks, and however, no answer names another client, its user or its room. */
    @Test
    void noEventTellsAnAdministratorOfOtherClients(SampleHost host, SharedHost.Drivers drivers) {
        try (Ears ears = new Ears(host, drivers.of(SocketDriver.Kind.JAVASCRIPT))
                .with("editor", Stories.as(host, SampleHost.EDITOR))
                .with("admin", Stories.as(host, SampleHost.ADMIN))) {
            ears.socket("editor").ask("probe:join", List.of(Json.of("the-quiet-room")));
            JsonNode article = Stories.newArticle(host.as(SampleHost.EDITOR));
            JsonNode entry = Json.of(Map.of(
                    "uid",
                    Stories.ARTICLE,
                    "documentId",
                    article.path("documentId").asText(),
                    "snapshot",
                    true));
            ears.socket("editor").ask("subscribe-entity", List.of(entry));
            String other = ears.socket("editor").sid().orElseThrow();
            ClientSocket admin = ears.socket("admin");

            List<String> answers = new CopyOnWriteArrayList<>();
            for (String event : asked(host)) {
                for (List<JsonNode> arguments : List.<List<JsonNode>>of(
                        List.of(),
                        List.of(Json.of("the-quiet-room")),
                        List.of(Json.of(Map.of("to", other, "data", "Who are you?"))),
                        List.of(Json.of(Map.of("socketId", other, "room", "the-quiet-room", "uid", Stories.ARTICLE))),
                        List.of(entry))) {
                    admin.ask(event, arguments, answer -> answers.add(event + " " + answer));
                }
            }
            JsonNode rooms = admin.ask("get-rooms", List.of()).get(0); // answered last
            assertThat(rooms.path("rooms")).isEmpty();

            assertThat(answers).isNotEmpty().noneMatch(answer -> answer.contains(other));
            assertThat(admin.raw()).noneMatch(packet -> packet.contains(other) || packet.contains(SampleHost.EDITOR));
        }
    }

    /** Those that are there, and those that one would try. */
    private static Set<String> asked(SampleHost host) {
        Set<String> events = new TreeSet<>(BUILT_IN);
        events.addAll(Set.of("get-sockets", "getSocketsInRoom", "get-sockets-in-room", "sockets", "fetchSockets"));
        events.addAll(Set.of("server", "get-users", "get-entity-room-sockets", "monitor", "stats", "settings"));
        assertThat(ownEvents(host))
                .as("an event that is not listed here must be looked at: whom does its answer tell of?")
                .isEqualTo(BUILT_IN);
        return events;
    }

    /** The events that plugin-io answers an administrator, as its own document has them. */
    private static Set<String> ownEvents(SampleHost host) {
        JsonNode document =
                plugin(host, SampleHost.ADMIN).get("/plugin-io/asyncapi.json").ok();
        Set<String> events = new TreeSet<>();
        document.path("operations").fieldNames().forEachRemaining(operation -> {
            String event = operation.replaceFirst("^say\\.", "");
            if (!event.equals(operation)
                    && !event.contains(".")) { // those of plugins have a colon, which is a point here
                events.add(event);
            }
        });
        return events;
    }

    private static Cms plugin(SampleHost host, String user) {
        return Cms.at(host.io()).as(host.as(user).bearer());
    }

    /** On the plugin's port there are the two documents, and nothing that could be written to. */
    @Test
    void noAddressShowsClientsOrTakesSettings(SampleHost host, SharedHost.Drivers drivers) {
        Cms admin = plugin(host, SampleHost.ADMIN);
        try (Ears ears = new Ears(host, drivers.of(SocketDriver.Kind.JAVASCRIPT))
                .with("editor", Stories.as(host, SampleHost.EDITOR))) {
            for (String path :
                    List.of("", "/sockets", "/rooms", "/monitor", "/metrics", "/settings", "/stats", "/users")) {
                for (String root : List.of("/plugin-io", "", "/io", "/socket.io", "/admin/io")) {
                    assertThat(admin.get(root + path).isOk()).as(root + path).isFalse();
                    assertThat(admin.put(root + path, Map.of("enabled", false)).isOk())
                            .as(root + path)
                            .isFalse();
                }
            }
            for (String document : List.of("/plugin-io/types.d.ts", "/plugin-io/asyncapi.json")) {
                assertThat(admin.get(document).body())
                        .doesNotContain(ears.socket("editor").sid().orElseThrow(), SampleHost.EDITOR);
                assertThat(admin.put(document, Map.of()).isOk()).isFalse();
            }
            assertThat(ears.socket("editor").isConnected()).isTrue();
        }
    }
}
