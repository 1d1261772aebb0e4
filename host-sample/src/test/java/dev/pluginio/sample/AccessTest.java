package dev.pluginio.sample;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pluginio.sample.RunningCms.Answer;
import dev.pluginio.sample.RunningCms.Client;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // started before all tests
class AccessTest {

    private final MovableClock clock = new MovableClock();
    private RunningCms cms;
    private Client admin;

    @BeforeAll
    void start(@TempDir Path folder) {
        cms = RunningCms.in(folder, clock);
        admin = cms.as("admin");
    }

    @AfterAll
    void stop() {
        cms.close();
    }

    private String idOf(String list, String key, String value) {
        for (JsonNode one : admin.get("/admin/api/" + list).data()) {
            if (one.path(key).asText().equals(value)) {
                return one.path("id").asText();
            }
        }
        throw new AssertionError("no " + value + " in " + list);
    }

    private String newUser(String name, String role) {
        return admin.create(
                "/admin/api/users",
                Map.of(
                        "username",
                        name,
                        "email",
                        name + "@example.com",
                        "password",
                        RunningCms.PASSWORD,
                        "role",
                        idOf("roles", "type", role)));
    }

    @Test
    void logsInByNameAndByAddress() {
        Answer answer = cms.logIn("Editor@Example.com", RunningCms.PASSWORD);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body().at("/user/username").asText()).isEqualTo("editor");
        assertThat(answer.body().at("/user/role/type").asText()).isEqualTo("editor");
        assertThat(answer.body().at("/user").toString()).doesNotContain("assword");
        assertThat(cms.logIn("editor", RunningCms.PASSWORD).status()).isEqualTo(200);
    }

    @Test
    void saysTheSameOfAWrongPasswordAndOfAnUnknownName() {
        Answer wrong = cms.logIn("editor", "guess");
        Answer unknown = cms.logIn("nobody", "guess");
        assertThat(wrong.status()).isEqualTo(400);
        assertThat(unknown.body()).isEqualTo(wrong.body());
    }

    @Test
    void limitsGuessing() {
        newUser("guessed", "editor");
        for (int i = 0; i < 10; i++) {
            assertThat(cms.logIn("guessed", "guess " + i).status()).isEqualTo(400);
        }
        Answer refused = cms.logIn("guessed", RunningCms.PASSWORD);
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.body().at("/error/details/retryAfter").asInt()).isPositive();
        assertThat(cms.logIn("reader", RunningCms.PASSWORD).status()).isEqualTo(200);
        clock.move(Duration.ofMinutes(1));
        assertThat(cms.logIn("guessed", RunningCms.PASSWORD).status()).isEqualTo(200);
    }

    @Test
    void refusesCredentialsThatAreNotGood() {
        for (String token : List.of("nonsense", "cms_nonsense", "a.b.c", "eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.")) {
            Answer answer = cms.withToken(token).get("/api/articles");
            assertThat(answer.status()).as(token).isEqualTo(401);
            assertThat(answer.body().at("/error/details/code").asText()).isEqualTo("invalid_token");
        }
    }

    @Test
    void keepsEverybodyButAdministratorsOutOfTheAdministration() {
        String full = admin.post("/admin/api/tokens", Map.of("name", "all", "type", "full-access"))
                .data()
                .path("accessKey")
                .asText();
        Client editor = cms.as("editor");
        for (String path : List.of("roles", "users", "tokens", "permissions")) {
            assertThat(cms.anybody().get("/admin/api/" + path).status()).isEqualTo(401);
            assertThat(editor.get("/admin/api/" + path).status()).isEqualTo(403);
            assertThat(cms.withToken(full).get("/admin/api/" + path).status()).isEqualTo(403);
            assertThat(admin.get("/admin/api/" + path).status()).isEqualTo(200);
        }
    }

    @Test
    void givesPublicAndAuthenticatedTheRightToFindOnly() {
        for (JsonNode role : admin.get("/admin/api/roles").data()) {
            List<String> permissions = texts(role);
            switch (role.path("type").asText()) {
                case "public", "authenticated" ->
                    assertThat(permissions).hasSize(5).allMatch(permission -> permission.endsWith(".find"));
                case "editor" ->
                    assertThat(permissions)
                            .contains("api::article.article.findDrafts")
                            .hasSize(23);
                case "administrator" -> assertThat(permissions).hasSize(23);
                default -> assertThat(role.path("type").asText()).isEqualTo("custom");
            }
        }
    }

    private static List<String> texts(JsonNode role) {
        List<String> texts = new ArrayList<>();
        role.path("permissions").forEach(permission -> texts.add(permission.asText()));
        return texts;
    }

    @Test
    void changesWhatARoleMayDoAtOnce() {
        String role = idOf("roles", "type", "public");
        List<String> before = texts(admin.get("/admin/api/roles/" + role).data());
        assertThat(cms.anybody().get("/api/articles").status()).isEqualTo(200);
        assertThat(admin.put("/admin/api/roles/" + role, Map.of("permissions", List.of("api::tag.tag.find")))
                        .status())
                .isEqualTo(200);
        assertThat(cms.anybody().get("/api/articles").status()).isEqualTo(403);
        assertThat(cms.anybody().get("/api/tags").status()).isEqualTo(200);
        assertThat(admin.put("/admin/api/roles/" + role, Map.of("permissions", List.of("api::no.no.find")))
                        .status())
                .isEqualTo(400);
        String administrators = idOf("roles", "type", "administrator");
        assertThat(admin.put("/admin/api/roles/" + administrators, Map.of("permissions", List.of()))
                        .status())
                .isEqualTo(400);
        admin.put("/admin/api/roles/" + role, Map.of("permissions", before));
        assertThat(cms.anybody().get("/api/articles").status()).isEqualTo(200);
    }

    @Test
    void makesRolesWithLikeNamesThatAreNotOne() {
        String one = admin.create("/admin/api/roles", Map.of("name", "Chief Editor", "permissions", List.of()));
        String other = admin.create(
                "/admin/api/roles",
                Map.of("name", "chief-editor", "permissions", List.of("api::article.article.find")));
        assertThat(one).isNotEqualTo(other);
        assertThat(admin.post("/admin/api/roles", Map.of("name", "Chief Editor"))
                        .status())
                .isEqualTo(400);
        assertThat(admin.get("/admin/api/roles/" + one).data().path("permissions"))
                .isEmpty();
        assertThat(admin.delete("/admin/api/roles/" + one).status()).isEqualTo(200);
        assertThat(admin.delete("/admin/api/roles/" + idOf("roles", "type", "public"))
                        .status())
                .isEqualTo(409);
        String inUse = idOf("roles", "type", "editor");
        assertThat(admin.delete("/admin/api/roles/" + inUse).status()).isEqualTo(409);
    }

    @Test
    void blocksAUserAtOnce() {
        String id = newUser("blockable", "authenticated");
        Client reader = cms.as("blockable");
        assertThat(admin.put("/admin/api/users/" + id, Map.of("blocked", true))
                        .data()
                        .path("blocked")
                        .asBoolean())
                .isTrue();
        Answer refused = reader.get("/api/articles");
        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused.body().at("/error/details/code").asText()).isEqualTo("blocked");
        assertThat(cms.logIn("blockable", RunningCms.PASSWORD).status()).isEqualTo(400);
        admin.put("/admin/api/users/" + id, Map.of("blocked", false));
        assertThat(reader.get("/api/articles").status()).isEqualTo(200);
    }

    @Test
    void endsAllLoginsOfAUserWhoLogsOutOrGetsAnotherPassword() {
        String id = newUser("leaver", "authenticated");
        Client leaver = cms.as("leaver");
        Client elsewhere = cms.as("leaver");
        assertThat(leaver.post("/api/auth/logout", Map.of()).status()).isEqualTo(200);
        assertThat(leaver.get("/api/articles").status()).isEqualTo(401);
        assertThat(elsewhere.get("/api/articles").status()).isEqualTo(401);

        Client again = cms.as("leaver");
        assertThat(again.post(
                                "/api/auth/change-password",
                                Map.of("currentPassword", "wrong", "password", "another one"))
                        .status())
                .isEqualTo(400);
        assertThat(again.get("/api/articles").status()).isEqualTo(200);
        Answer changed = again.send(
                "POST",
                "/api/auth/change-password",
                Map.of("currentPassword", RunningCms.PASSWORD, "password", "another one"));
        assertThat(changed.body().path("jwt").asText()).isNotEmpty();
        assertThat(again.get("/api/articles").status()).isEqualTo(401);
        assertThat(admin.put("/admin/api/users/" + id + "/password", Map.of("password", RunningCms.PASSWORD))
                        .status())
                .isEqualTo(200);
        assertThat(cms.as("leaver").get("/api/articles").status()).isEqualTo(200);
        assertThat(admin.post("/admin/api/users/" + id + "/logout", Map.of()).status())
                .isEqualTo(200);
    }

    @Test
    void neverLosesTheLastAdministrator() {
        String self = idOf("users", "username", "admin");
        String editors = idOf("roles", "type", "editor");
        assertThat(admin.put("/admin/api/users/" + self, Map.of("blocked", true))
                        .status())
                .isEqualTo(409);
        assertThat(admin.put("/admin/api/users/" + self, Map.of("role", editors))
                        .status())
                .isEqualTo(409);
        assertThat(admin.delete("/admin/api/users/" + self).status()).isEqualTo(409);
        assertThat(admin.get("/admin/api/users").status()).isEqualTo(200);
        String second = newUser("second", "administrator");
        assertThat(admin.put("/admin/api/users/" + self, Map.of("role", editors))
                        .status())
                .isEqualTo(200);
        assertThat(admin.get("/admin/api/users").status()).isEqualTo(403);
        Client successor = cms.as("second");
        assertThat(successor.delete("/admin/api/users/" + second).status()).isEqualTo(409);
        String administrators = successor
                .get("/admin/api/users/" + second)
                .data()
                .at("/role/id")
                .asText();
        successor.put("/admin/api/users/" + self, Map.of("role", administrators));
        assertThat(admin.delete("/admin/api/users/" + second).status()).isEqualTo(200);
    }

    @Test
    void showsATokenOnceAndForgetsItWhenItIsRevoked() {
        JsonNode made = admin.post("/admin/api/tokens", Map.of("name", "build", "type", "read-only"))
                .data();
        String secret = made.path("accessKey").asText();
        assertThat(admin.get("/admin/api/tokens").body().toString()).doesNotContain(secret, "accessKey");
        Client client = cms.withToken(secret);
        assertThat(client.get("/api/articles").data()).hasSize(2);
        assertThat(client.post("/api/tags", Map.of("name", "no")).status()).isEqualTo(403);
        assertThat(admin.delete("/admin/api/tokens/" + made.path("id").asText()).status())
                .isEqualTo(200);
        assertThat(client.get("/api/articles").status()).isEqualTo(401);
    }

    @Test
    void givesFullTokensEverythingAndCustomOnesWhatIsListed() {
        Client full = cms.withToken(admin.post("/admin/api/tokens", Map.of("name", "f", "type", "full-access"))
                .data()
                .path("accessKey")
                .asText());
        assertThat(full.get("/api/articles").data()).hasSize(3);
        assertThat(full.post("/api/tags", Map.of("name", "yes")).status()).isEqualTo(201);
        assertThat(admin.post(
                                "/admin/api/tokens",
                                Map.of("name", "f", "type", "read-only", "permissions", List.of("api::tag.tag.find")))
                        .status())
                .isEqualTo(400);
        assertThat(admin.post(
                                "/admin/api/tokens",
                                Map.of("name", "f", "type", "read-only", "expiresAt", "2020-01-01T00:00:00Z"))
                        .status())
                .isEqualTo(400);
    }

    @Test
    void refusesATokenWhoseTimeIsOver() {
        JsonNode made = admin.post(
                        "/admin/api/tokens",
                        Map.of(
                                "name",
                                "brief",
                                "type",
                                "read-only",
                                "expiresAt",
                                clock.instant().plusSeconds(60).toString()))
                .data();
        Client client = cms.withToken(made.path("accessKey").asText());
        assertThat(client.get("/api/articles").status()).isEqualTo(200);
        clock.move(Duration.ofSeconds(60));
        Answer refused = client.get("/api/articles");
        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused.body().at("/error/details/code").asText()).isEqualTo("expired_token");
    }
}
