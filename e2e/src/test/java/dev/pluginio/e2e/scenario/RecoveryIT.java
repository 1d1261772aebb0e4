package dev.pluginio.e2e.scenario;

import static dev.pluginio.e2e.scenario.Stories.names;
import static dev.pluginio.e2e.scenario.Stories.newAuthor;
import static dev.pluginio.e2e.scenario.Stories.unique;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pluginio.e2e.driver.Admin;
import dev.pluginio.e2e.driver.ClientSocket;
import dev.pluginio.e2e.driver.Cms;
import dev.pluginio.e2e.driver.Connect;
import dev.pluginio.e2e.driver.Frame;
import dev.pluginio.e2e.driver.SampleHost;
import dev.pluginio.e2e.driver.SocketDriver;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The official JavaScript client loses its connection and comes back: as who it was, to hear what it missed, as far as it
 * may hear that now. Guards promise 5, B25 and B26.
 */
@ExtendWith(SharedHost.class)
@SuppressWarnings("NullAway.Init") // filled before each test
class RecoveryIT {

    private static final String AUTHORS = "api::author.author.find";
    private static final Set<String> MAY =
            Set.of(AUTHORS, "api::tag.tag.find", "api::article.article.find", "api::category.category.find");

    private SampleHost host;
    private SharedHost.Drivers drivers;
    private Cms editor;
    private Admin admin;

    @BeforeEach
    void arrive(SampleHost shared, SharedHost.Drivers all) {
        host = shared;
        drivers = all;
        editor = host.as(SampleHost.EDITOR);
        admin = host.administration();
    }

    private String newMember(Set<String> permissions) {
        return admin.newUser(unique("member"), admin.createRole(unique("role"), permissions))
                .bearer();
    }

    private Traveller traveller(UnaryOperator<Connect> as) {
        return new Traveller(host, drivers, as);
    }

    private Traveller member() {
        String jwt = newMember(MAY);
        return traveller(connect -> connect.jwt(jwt));
    }

    /** What it missed is what somebody like it heard who stayed. */
    @ParameterizedTest
    @ValueSource(strings = {"polling", "websocket"})
    void hearsWhatItMissedOfSeveralTypesInItsOwnViewOnly(String transport) {
        String jwt = newMember(Set.of(AUTHORS, "api::article.article.find"));
        try (Traveller traveller = traveller(connect -> connect.jwt(jwt).transports(transport));
                ClientSocket witness = drivers.of(SocketDriver.Kind.JAVASCRIPT)
                        .open(Connect.to(host.io()).jwt(jwt))
                        .connected()) {
            JsonNode known = newAuthor(editor);
            JsonNode doomed = newAuthor(editor);
            JsonNode article = Stories.newArticle(editor);
            traveller
                    .socket()
                    .awaitFrame(frame ->
                            frame.documentId().equals(doomed.path("documentId").asText()));
            editorSays(witness, traveller);
            String id = traveller.id();

            assertThat(traveller.away(() -> {
                        Stories.update(editor, "authors", known, Map.of("name", "Changed"));
                        Stories.make(editor, "tags", Map.of("name", unique("unheard")));
                        Stories.publish(editor, article);
                        Stories.update(editor, "articles", article, Map.of("title", "Changed"));
                        Stories.delete(editor, "authors", doomed);
                        newAuthor(editor);
                    }))
                    .isTrue();
            JsonNode last = newAuthor(editor);
            witness.awaitFrame(isOf(last));

            List<Frame> heard = traveller.heardUntil(last);
            assertThat(heard).isEqualTo(witness.take());
            assertThat(names(heard))
                    .contains("author:update", "author:delete", "author:create")
                    .anyMatch(name -> name.startsWith("article:"))
                    .noneMatch(name -> name.startsWith("tag:"));
            assertThat(heard.toString()).doesNotContain(Stories.SECRET);
            assertThat(traveller.id()).isEqualTo(id);
        }
    }

    /** Both have heard all there was so far, and forget it. */
    private void editorSays(ClientSocket witness, Traveller traveller) {
        JsonNode last = newAuthor(editor);
        witness.awaitFrame(isOf(last));
        witness.take();
        traveller.heardUntil(last);
    }

    private static java.util.function.Predicate<Frame> isOf(JsonNode entry) {
        return frame -> frame.documentId().equals(entry.path("documentId").asText());
    }

    @ParameterizedTest
    @ValueSource(strings = {"polling", "websocket"})
    void comesBackAgainAndAgain(String transport) {
        String jwt = newMember(MAY);
        try (Traveller traveller = traveller(connect -> connect.jwt(jwt).transports(transport))) {
            String id = traveller.id();
            for (int round = 0; round < 10; round++) {
                JsonNode[] missed = new JsonNode[1];
                assertThat(traveller.away(() -> {
                            newAuthor(editor);
                            missed[0] = newAuthor(editor);
                        }))
                        .isTrue();
                assertThat(names(traveller.heardUntil(missed[0]))).containsExactly("author:create", "author:create");
                assertThat(traveller.id()).isEqualTo(id);
            }
        }
    }

    /** It has no offset then, and had none the second time either. */
    @Test
    void comesBackWithoutEverHavingHeardOfAnything() {
        String jwt = newMember(Set.of(AUTHORS));
        try (Traveller traveller = traveller(connect -> connect.jwt(jwt))) {
            assertThat(traveller.away(() -> Stories.make(editor, "tags", Map.of("name", unique("unheard")))))
                    .isTrue();
            JsonNode[] missed = new JsonNode[1];
            assertThat(traveller.away(() -> missed[0] = newAuthor(editor))).isTrue();

            assertThat(traveller.heardUntil(missed[0])).hasSize(1);
        }
    }

    /** For the server it is still there when it shows up on another connection. */
    @ParameterizedTest
    @ValueSource(strings = {"polling", "websocket"})
    void takesOverItsOwnConnectionThatIsHalfOpen(String transport) {
        String jwt = newMember(MAY);
        try (Traveller traveller = traveller(connect -> connect.jwt(jwt).transports(transport))) {
            traveller.heardUntil(newAuthor(editor));
            String id = traveller.id();
            JsonNode[] missed = new JsonNode[1];

            assertThat(traveller.vanishes(() -> missed[0] = newAuthor(editor))).isTrue();

            assertThat(traveller.heardUntil(missed[0])).hasSize(1);
            assertThat(traveller.id()).isEqualTo(id);
            assertThat(traveller.heardUntil(newAuthor(editor))).hasSize(1);
        }
    }

    @Test
    void hearsByTheRoleThatItHasNow() {
        String name = unique("member");
        String user = admin.createUser(name, admin.createRole(unique("before"), Set.of(AUTHORS, "api::tag.tag.find")));
        String jwt = host.as(name + "@example.com").bearer();
        String now = admin.createRole(unique("after"), Set.of(AUTHORS));
        try (Traveller traveller = traveller(connect -> connect.jwt(jwt))) {
            traveller.heardUntil(newAuthor(editor));
            JsonNode[] missed = new JsonNode[1];

            assertThat(traveller.away(() -> {
                        Stories.make(editor, "tags", Map.of("name", unique("lost")));
                        admin.giveRole(user, now);
                        missed[0] = newAuthor(editor);
                    }))
                    .isTrue();

            assertThat(names(traveller.heardUntil(missed[0]))).containsExactly("access:changed", "author:create");
        }
    }

    @Test
    void staysOutIfItWasBlockedMeanwhile() {
        String name = unique("member");
        String user = admin.createUser(name, admin.createRole(unique("role"), MAY));
        String jwt = host.as(name + "@example.com").bearer();
        try (Traveller traveller = traveller(connect -> connect.jwt(jwt))) {
            traveller.cut();
            admin.block(user, true);
            newAuthor(editor);
            traveller.mend();

            assertThat(traveller.socket().refusedFor()).isEqualTo("blocked");
            assertThat(traveller.socket().frames()).isEmpty();
        }
    }

    @Test
    void isNobodyElseByWhatSomebodyElseWasGiven() {
        String stranger = newMember(MAY);
        try (Traveller traveller = member()) {
            traveller.heardUntil(newAuthor(editor));
            String id = traveller.id();
            String pid = traveller.socket().pid();
            assertThat(pid).hasSize(22);

            assertThat(traveller.away(() -> {
                        try (ClientSocket thief = comesWith(pid, "", stranger)) {
                            assertThat(thief.sid()).isNotEqualTo(java.util.Optional.of(id));
                            assertThat(thief.pid()).isNotEqualTo(pid);
                            thief.first("sync:required");
                        }
                    }))
                    .isTrue();
            assertThat(traveller.id()).isEqualTo(id);

            try (ClientSocket thief = comesWith(pid, "", stranger)) {
                thief.first("sync:required");
                assertThat(traveller.socket().isConnected() || traveller.id().equals(id))
                        .isTrue();
            }
            assertThat(traveller.heardUntil(newAuthor(editor))).hasSize(1);
        }
    }

    private ClientSocket comesWith(String pid, String offset, String jwt) {
        Map<String, String> auth = offset.isEmpty()
                ? Map.of("strategy", "jwt", "token", jwt, "pid", pid)
                : Map.of("strategy", "jwt", "token", jwt, "pid", pid, "offset", offset);
        return drivers.of(SocketDriver.Kind.JAVASCRIPT)
                .open(Connect.to(host.io()).auth(auth))
                .connected();
    }

    @Test
    void beginsAnewIfWhatItShowsWasUsedOrIsForged() {
        String jwt = newMember(MAY);
        try (ClientSocket first = drivers.of(SocketDriver.Kind.JAVASCRIPT)
                .open(Connect.to(host.io()).jwt(jwt))
                .connected()) {
            String pid = first.pid();
            String id = first.sid().orElseThrow();
            first.drop();
            first.closed();
            try (ClientSocket forged = comesWith(pid, "forged", jwt)) {
                assertThat(forged.sid()).isNotEqualTo(java.util.Optional.of(id));
                JsonNode why = forged.first("sync:required").arguments().get(0);
                assertThat(why.path("types").valueStream().map(JsonNode::asText))
                        .contains("api::author.author", "api::tag.tag")
                        .doesNotContain("api::comment.comment");
            }
            try (ClientSocket used = comesWith(pid, "", jwt)) {
                assertThat(used.sid()).isNotEqualTo(java.util.Optional.of(id));
                used.first("sync:required");
            }
            try (ClientSocket invented = comesWith("AAAAAAAAAAAAAAAAAAAAAA", "", jwt)) {
                invented.first("sync:required");
            }
        }
    }

    @Test
    void tellsNobodyAnythingUnaskedWhoIsNew() {
        try (Traveller traveller = member()) {
            assertThat(names(traveller.heardUntil(newAuthor(editor)))).containsExactly("author:create");
        }
    }

    @Test
    void isInItsRoomsAgainAsFarAsItMay() {
        String role = unique("role");
        String name = unique("member");
        String user = admin.createUser(name, admin.createRole(role, MAY));
        String jwt = host.as(name + "@example.com").bearer();
        try (Traveller traveller = traveller(connect -> connect.jwt(jwt))) {
            String open = unique("probe-open");
            String private_ = "probe-of " + role;
            String given = unique("given");
            assertThat(traveller.ask("join-room", open).path("success").asBoolean())
                    .isTrue();
            assertThat(traveller.ask("join-room", private_).path("success").asBoolean())
                    .isTrue();
            host.probe().call(Map.of("method", "joinRoom", "socketId", traveller.id(), "room", given));

            assertThat(traveller.away(() -> {})).isTrue();
            assertThat(rooms(traveller)).containsExactlyInAnyOrder(open, private_, given);

            String other = admin.createRole(unique("other"), MAY);
            assertThat(traveller.away(() -> admin.giveRole(user, other))).isTrue();
            assertThat(rooms(traveller)).containsExactlyInAnyOrder(open, given);

            String id = traveller.id();
            Map<String, String> taken = Map.of("method", "leaveRoom", "socketId", id, "room", given);
            // between the loss and its being noted, the host knows of no such client; what it was told counts all the
            // same
            assertThat(traveller.away(() ->
                            await().until(() -> host.probe().call(taken).text().equals("true"))))
                    .isTrue();
            assertThat(rooms(traveller)).containsExactly(open);
        }
    }

    private static List<String> rooms(Traveller traveller) {
        return traveller
                .ask("get-rooms", Map.of())
                .path("rooms")
                .valueStream()
                .map(JsonNode::asText)
                .toList();
    }

    @Test
    void hasItsSubscriptionsAgainHiddenOnesToo() {
        try (Traveller traveller = member()) {
            JsonNode author = newAuthor(editor);
            JsonNode article = Stories.newArticle(editor); // a draft, which the member may not read
            String documentId = author.path("documentId").asText();
            assertThat(traveller
                            .ask("subscribe-entity", Map.of("uid", "api::author.author", "documentId", documentId))
                            .path("success")
                            .asBoolean())
                    .isTrue();
            host.probe()
                    .call(Map.of(
                            "method",
                            "subscribeToEntityTrusted",
                            "socketId",
                            traveller.id(),
                            "uid",
                            Stories.ARTICLE,
                            "id",
                            article.path("documentId").asText()));
            String all = subscriptions(traveller);

            assertThat(traveller.away(() -> {})).isTrue();

            assertThat(traveller
                            .ask("get-entity-subscriptions", Map.of())
                            .path("subscriptions")
                            .valueStream()
                            .map(one -> one.path("documentId").asText()))
                    .containsExactly(documentId);
            assertThat(subscriptions(traveller)).isEqualTo(all).contains(documentId, Stories.ARTICLE);
            host.probe()
                    .call(Map.of(
                            "method",
                            "emitToEntity",
                            "uid",
                            "api::author.author",
                            "id",
                            documentId,
                            "event",
                            "nudge",
                            "data",
                            "there"));
            traveller.socket().first("nudge");
        }
    }

    private String subscriptions(Traveller traveller) {
        return host.probe()
                .call(Map.of("method", "getEntitySubscriptions", "socketId", traveller.id()))
                .text();
    }

    /** Kept in its rooms of now only, each at its place, and none twice. */
    @Test
    void hearsMessagesThatWereKeptAmongTheEventsThatItMissed() {
        try (Traveller traveller = member()) {
            String room = unique("room");
            host.probe().call(Map.of("method", "joinRoom", "socketId", traveller.id(), "room", room));
            JsonNode[] last = {newAuthor(editor)};
            traveller.heardUntil(last[0]);

            assertThat(traveller.away(() -> {
                        keep(room, "first");
                        newAuthor(editor);
                        keep(room, "second");
                        keep(unique("room"), "elsewhere");
                        last[0] = newAuthor(editor);
                    }))
                    .isTrue();
            assertThat(names(traveller.heardUntil(last[0])))
                    .containsExactly("first", "author:create", "second", "author:create");

            assertThat(traveller.away(() -> keep(room, "third"))).isTrue();
            last[0] = newAuthor(editor);
            assertThat(names(traveller.heardUntil(last[0]))).containsExactly("third", "author:create");
        }
    }

    private void keep(String room, String event) {
        host.probe().call(Map.of("method", "to.retained", "room", room, "event", event, "data", 1));
    }

    /** A client takes whatever text is last in an event for its offset, the event's name if there is nothing else. */
    @Test
    void isNotMisledByTextsAtTheEndOfEvents() {
        try (Traveller traveller = member()) {
            traveller.heardUntil(newAuthor(editor));
            host.probe().raw(Map.of("event", "poison", "data", "a text", "envelope", "BARE"));
            assertThat(traveller.socket().first("poison").argument().asText()).isEqualTo("a text");
            traveller.socket().take();
            JsonNode[] missed = new JsonNode[1];

            assertThat(traveller.away(() -> missed[0] = newAuthor(editor))).isTrue();

            assertThat(names(traveller.heardUntil(missed[0]))).containsExactly("author:create");
        }
    }
}
