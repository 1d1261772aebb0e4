package dev.pluginio.sample.admin;

import dev.pluginio.sample.access.ApiTokens;
import dev.pluginio.sample.access.RoleKind;
import dev.pluginio.sample.access.RoleView;
import dev.pluginio.sample.access.TokenView;
import dev.pluginio.sample.access.UserView;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Roles, users and tokens as administrators get them. */
final class AdminJson {

    private AdminJson() {}

    static Map<String, Object> role(RoleView role) {
        return Map.of(
                "id", role.id(),
                "name", role.name(),
                "type", word(role.kind()),
                "permissions", role.permissions());
    }

    static Map<String, Object> user(UserView user) {
        return Map.of(
                "id", user.id(),
                "username", user.username(),
                "email", user.email(),
                "role", Map.of("id", user.roleId(), "name", user.roleName(), "type", word(user.roleKind())),
                "blocked", user.blocked());
    }

    static Map<String, Object> token(TokenView token) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", token.id());
        json.put("name", token.name());
        json.put("type", token.type());
        json.put("permissions", token.permissions());
        json.put("createdAt", token.createdAt());
        token.expiresAt().ifPresent(end -> json.put("expiresAt", end));
        return json;
    }

    /** The only answer that has the secret. */
    static Map<String, Object> created(ApiTokens.Created created) {
        Map<String, Object> json = token(created.token());
        json.put("accessKey", created.secret());
        return json;
    }

    private static String word(RoleKind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }
}
