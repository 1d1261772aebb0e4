package dev.pluginio.bench;

import dev.pluginio.api.access.AccessListener;
import dev.pluginio.api.access.ApiToken;
import dev.pluginio.api.access.Grantee;
import dev.pluginio.api.access.PermissionPolicy;
import dev.pluginio.api.access.Permissions;
import dev.pluginio.api.access.Role;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/** Permissions that do not change while they are measured. Every question counts as a query to the host's database. */
final class CountingPolicy implements PermissionPolicy {

    private final Map<Grantee, Permissions> table = new LinkedHashMap<>();
    private final LongAdder questions = new LongAdder();

    Role role(String id, Permissions permissions) {
        Role role = new Role(id, id);
        table.put(role, permissions);
        return role;
    }

    ApiToken token(String id, Permissions permissions) {
        ApiToken token = new ApiToken(id, id, Optional.empty());
        table.put(token, permissions);
        return token;
    }

    /** How often the host was asked. */
    long questions() {
        return questions.sum();
    }

    @Override
    public Collection<Role> roles() {
        questions.increment();
        return table.keySet().stream()
                .filter(Role.class::isInstance)
                .map(Role.class::cast)
                .toList();
    }

    @Override
    public Collection<ApiToken> apiTokens() {
        questions.increment();
        return table.keySet().stream()
                .filter(ApiToken.class::isInstance)
                .map(ApiToken.class::cast)
                .toList();
    }

    @Override
    public Permissions permissionsOf(Grantee grantee) {
        questions.increment();
        return table.getOrDefault(grantee, Permissions.none());
    }

    @Override
    public Registration addListener(AccessListener listener) {
        return () -> {};
    }
}
