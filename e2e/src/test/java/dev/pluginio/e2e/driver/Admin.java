package dev.pluginio.e2e.driver;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/** The sample host's administration interface, as the administrator. */
public final class Admin {

    private final SampleHost host;
    private final Cms cms;

    Admin(SampleHost host) {
        this.host = host;
        this.cms = host.admin();
    }

    /** Makes a role and gives its id. */
    public String createRole(String name, Collection<String> permissions) {
        return cms.post("/admin/api/roles", data(Map.of("name", name, "permissions", permissions)))
                .data()
                .path("id")
                .asText();
    }

    /** Replaces the permissions of a role. */
    public void setPermissions(String roleId, Collection<String> permissions) {
        cms.put("/admin/api/roles/" + roleId, data(Map.of("permissions", permissions)))
                .ok();
    }

    /** Gives a role another name. */
    public void rename(String roleId, String name) {
        cms.put("/admin/api/roles/" + roleId, data(Map.of("name", name))).ok();
    }

    /** The role of this name. */
    public JsonNode role(String name) {
        return cms.get("/admin/api/roles")
                .data()
                .valueStream()
                .filter(role -> role.path("name").asText().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** Makes a user who may log in with {@link SampleHost#PASSWORD}, and gives the id. */
    public String createUser(String name, String roleId) {
        return cms.post(
                        "/admin/api/users",
                        data(Map.of(
                                "username",
                                name,
                                "email",
                                name + "@example.com",
                                "password",
                                SampleHost.PASSWORD,
                                "role",
                                roleId)))
                .data()
                .path("id")
                .asText();
    }

    /** The REST interface as a new user with this role. */
    public Cms newUser(String name, String roleId) {
        createUser(name, roleId);
        return host.as(name + "@example.com");
    }

    /** The id of the user of this name. */
    public String userId(String name) {
        return cms.get("/admin/api/users")
                .data()
                .valueStream()
                .filter(user -> user.path("username").asText().equals(name))
                .findFirst()
                .orElseThrow()
                .path("id")
                .asText();
    }

    public void block(String userId, boolean blocked) {
        cms.put("/admin/api/users/" + userId, data(Map.of("blocked", blocked))).ok();
    }

    public void giveRole(String userId, String roleId) {
        cms.put("/admin/api/users/" + userId, data(Map.of("role", roleId))).ok();
    }

    /** Makes an API token of a type {@code full-access}, {@code read-only} or {@code custom}. */
    public NewToken createToken(String name, String type, Collection<String> permissions) {
        return createToken(name, type, permissions, null);
    }

    /** Makes an API token that ends at some time. */
    public NewToken createToken(
            String name,
            String type,
            Collection<String> permissions,
            java.time.@org.jspecify.annotations.Nullable Instant expiresAt) {
        Map<String, Object> token = new LinkedHashMap<>();
        token.put("name", name);
        token.put("type", type);
        if (type.equals("custom")) {
            token.put("permissions", permissions);
        }
        if (expiresAt != null) {
            token.put("expiresAt", expiresAt.toString());
        }
        JsonNode made = cms.post("/admin/api/tokens", data(token)).data();
        return new NewToken(made.path("id").asText(), made.path("accessKey").asText());
    }

    private static Map<String, Object> data(Map<String, ?> members) {
        return Map.of("data", members);
    }

    public void revokeToken(String id) {
        cms.delete("/admin/api/tokens/" + id).ok();
    }

    /**
     * An API token.
     *
     * @param id its id
     * @param secret what is shown once
     */
    public record NewToken(String id, String secret) {}
}
