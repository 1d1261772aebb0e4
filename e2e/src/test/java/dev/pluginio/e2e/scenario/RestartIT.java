package dev.pluginio.e2e.scenario;

import static dev.pluginio.e2e.scenario.Stories.names;
import static dev.pluginio.e2e.scenario.Stories.newAuthor;
import static dev.pluginio.e2e.scenario.Stories.unique;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pluginio.e2e.driver.Admin;
import dev.pluginio.e2e.driver.Cms;
import dev.pluginio.e2e.driver.Postgres;
import dev.pluginio.e2e.driver.SampleHost;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Guards B25 over the end of the host: official clients that were there, or away, when it was killed or stopped come back to
 * the next one as who they were.
 */
@SuppressWarnings("NullAway.Init") // filled before the tests
class RestartIT {

    private static final Set<String> MAY =
            Set.of("api::author.author.find", "api::tag.tag.find", "api::article.article.find");

    private static Postgres postgres;
    private static SharedHost.Drivers drivers;

    private SampleHost host;

    @BeforeAll
    static void start() {
        postgres = Postgres.start();
        drivers = new SharedHost.Drivers();
    }

    @AfterAll
    static void end() {
        drivers.close();
        postgres.close();
    }

    private Traveller traveller(String jwt, String... transports) {
        return new Traveller(host, drivers, connect -> connect.jwt(jwt).transports(transports));
    }

    private String member(String name, String role) {
        host.administration().createUser(name, role);
        return host.as(name + "@example.com").bearer();
    }

    private SampleHost newHost() {
        return postgres.in(postgres.newDatabase(), SampleHost.setup()).start();
    }

    /** Killed between a commit and what would follow: whoever was there, and whoever was away, hears all of it once. */
    @Test
    void aHostThatIsKilledKnowsItsClientsWhenItIsBack() {
        knowsItsClientsAfter(newHost(), SampleHost::kill);
    }

    @Test
    void soDoesOneThatIsStopped() {
        knowsItsClientsAfter(SampleHost.setup().start(), SampleHost::stop); // with H2 in a file
    }

    private void knowsItsClientsAfter(SampleHost running, Consumer<SampleHost> end) {
        host = running;
        try {
            Cms editor = host.as(SampleHost.EDITOR);
            Admin admin = host.administration();
            String jwt = member(unique("member"), admin.createRole(unique("role"), MAY));
            try (Traveller there = traveller(jwt, "websocket");
                    Traveller away = traveller(jwt, "polling")) {
                List<String> ids = List.of(there.id(), away.id());
                String room = unique("probe-open");
                JsonNode author = newAuthor(editor);
                there.heardUntil(author);
                away.heardUntil(author);
                assertThat(there.ask("join-room", room).path("success").asBoolean())
                        .isTrue();
                assertThat(subscribe(away, author)).isTrue();
                host.probe().call(Map.of("method", "joinRoom", "socketId", away.id(), "room", room));
                away.cut();
                newAuthor(editor);
                Stories.update(editor, "authors", author, Map.of("name", "Changed"));
                JsonNode last = newAuthor(editor);

                end.accept(host);
                host.startAgain();
                away.mend();

                assertThat(there.back()).isTrue();
                assertThat(away.back()).isTrue();
                assertThat(List.of(there.id(), away.id())).isEqualTo(ids);
                for (Traveller traveller : List.of(there, away)) {
                    assertThat(names(traveller.heardUntil(last)))
                            .containsExactly("author:create", "author:update", "author:create");
                }
                assertThat(rooms(there)).containsExactly(room);
                assertThat(rooms(away)).containsExactly(room);
                assertThat(subscriptions(away))
                        .containsExactly(author.path("documentId").asText());
                assertThat(there.heardUntil(newAuthor(editor))).hasSize(1);
            }
        } finally {
            host.close();
        }
    }

    @Test
    void whoMayLessByThenHearsLess() {
        host = newHost();
        try {
            Cms editor = host.as(SampleHost.EDITOR);
            Admin admin = host.administration();
            String role = admin.createRole(unique("before"), MAY);
            String now = admin.createRole(unique("after"), Set.of("api::author.author.find"));
            String name = unique("moved");
            String moved = admin.createUser(name, role);
            String jwt = host.as(name + "@example.com").bearer();
            String other = unique("blocked");
            String blocked = admin.createUser(other, role);
            String blockedJwt = host.as(other + "@example.com").bearer();
            try (Traveller narrowed = traveller(jwt, "websocket");
                    Traveller out = traveller(blockedJwt, "websocket")) {
                narrowed.cut();
                out.cut();
                Stories.make(editor, "tags", Map.of("name", unique("unheard")));
                JsonNode last = newAuthor(editor);
                admin.giveRole(moved, now);
                admin.block(blocked, true);

                host.kill();
                host.startAgain();
                narrowed.mend();
                out.mend();

                assertThat(narrowed.back()).isTrue();
                assertThat(names(narrowed.heardUntil(last))).containsExactly("access:changed", "author:create");
                assertThat(out.socket().refusedFor()).isEqualTo("blocked");
            }
        } finally {
            host.close();
        }
    }

    private static boolean subscribe(Traveller traveller, JsonNode author) {
        return traveller
                .ask(
                        "subscribe-entity",
                        Map.of(
                                "uid",
                                "api::author.author",
                                "documentId",
                                author.path("documentId").asText()))
                .path("success")
                .asBoolean();
    }

    private static List<String> rooms(Traveller traveller) {
        return texts(traveller.ask("get-rooms", Map.of()).path("rooms"));
    }

    private static List<String> subscriptions(Traveller traveller) {
        return traveller
                .ask("get-entity-subscriptions", Map.of())
                .path("subscriptions")
                .valueStream()
                .map(one -> one.path("documentId").asText())
                .toList();
    }

    private static List<String> texts(JsonNode array) {
        return array.valueStream().map(JsonNode::asText).toList();
    }
}
