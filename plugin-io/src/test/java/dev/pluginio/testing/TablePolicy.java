package dev.pluginio.testing;

import dev.pluginio.api.access.AccessListener;
import dev.pluginio.api.access.ApiToken;
import dev.pluginio.api.access.Grantee;
import dev.pluginio.api.access.PermissionPolicy;
import dev.pluginio.api.access.Permissions;
import dev.pluginio.api.access.Role;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A host's permissions as a table, which counts how often it is asked. */
public final class TablePolicy implements PermissionPolicy {

    private final Map<Grantee, Permissions> table = new ConcurrentHashMap<>();
    private final List<AccessListener> listeners = new CopyOnWriteArrayList<>();
    private final AtomicInteger questions = new AtomicInteger();
    private volatile boolean failing;
    private volatile boolean silent;

    public Role role(String name, Permissions permissions) {
        Role role = new Role("role-" + name, name);
        table.put(role, permissions);
        return role;
    }

    public ApiToken token(String name, Permissions permissions) {
        ApiToken token = new ApiToken("token-" + name, name, Optional.empty());
        table.put(token, permissions);
        return token;
    }

    /** Gives a token another end. */
    public void expire(ApiToken token, Optional<Instant> end) {
        Permissions permissions = table.getOrDefault(token, Permissions.none());
        table.remove(token); // a map keeps the key it has
        table.put(new ApiToken(token.id(), token.name(), end), permissions);
    }

    /** Gives a role another name. */
    public void rename(Role role, String name) {
        Permissions permissions = table.getOrDefault(role, Permissions.none());
        table.remove(role); // a map keeps the key it has
        table.put(new Role(role.id(), name), permissions);
    }

    public void set(Grantee grantee, Permissions permissions) {
        table.put(grantee, permissions);
    }

    public void remove(Grantee grantee) {
        table.remove(grantee);
    }

    public void fail(boolean fail) {
        failing = fail;
    }

    public void failToList(boolean fail) {
        silent = fail;
    }

    public int questions() {
        return questions.get();
    }

    @Override
    public Collection<Role> roles() {
        questions.incrementAndGet();
        if (silent) {
            throw new IllegalStateException("the database is away");
        }
        return table.keySet().stream()
                .filter(Role.class::isInstance)
                .map(Role.class::cast)
                .toList();
    }

    @Override
    public Collection<ApiToken> apiTokens() {
        questions.incrementAndGet();
        return table.keySet().stream()
                .filter(ApiToken.class::isInstance)
                .map(ApiToken.class::cast)
                .toList();
    }

    @Override
    public Permissions permissionsOf(Grantee grantee) {
        questions.incrementAndGet();
        if (failing) {
            throw new IllegalStateException("the database is away");
        }
        return table.getOrDefault(grantee, Permissions.none());
    }

    @Override
    public Registration addListener(AccessListener listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }
}
