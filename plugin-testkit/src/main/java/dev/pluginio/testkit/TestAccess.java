package dev.pluginio.testkit;

import dev.pluginio.api.access.AccessChange;
import dev.pluginio.api.access.AccessListener;
import dev.pluginio.api.access.ApiToken;
import dev.pluginio.api.access.Authentication;
import dev.pluginio.api.access.Authenticator;
import dev.pluginio.api.access.Credentials;
import dev.pluginio.api.access.Grantee;
import dev.pluginio.api.access.PermissionPolicy;
import dev.pluginio.api.access.Permissions;
import dev.pluginio.api.access.Principal;
import dev.pluginio.api.access.Role;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** The roles, users and API tokens of a test. Thread-safe. */
final class TestAccess implements Authenticator, PermissionPolicy {

    static final String PUBLIC = "public";

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Map<String, Set<String>> roles = new ConcurrentHashMap<>();
    private final Map<String, Set<String>> tokens = new ConcurrentHashMap<>();
    private final Map<String, Principal> known = new ConcurrentHashMap<>();
    private final List<AccessListener> listeners = new CopyOnWriteArrayList<>();

    TestAccess(Map<String, Set<String>> roles, Map<String, Set<String>> tokens) {
        roles.forEach((name, permissions) -> this.roles.put(name, Set.copyOf(permissions)));
        this.roles.putIfAbsent(PUBLIC, Set.of());
        tokens.forEach((name, permissions) -> this.tokens.put(name, Set.copyOf(permissions)));
    }

    /** Credentials of a user, who is made with the first ones. */
    Credentials ofUser(String user, String role) {
        required(roles, role, "role");
        return issued(Credentials.JWT, new Principal.User(user, user, role(role), Optional.empty()));
    }

    Credentials ofToken(String name) {
        required(tokens, name, "API token");
        return issued(Credentials.API_TOKEN, new Principal.Token(token(name)));
    }

    private Credentials issued(String strategy, Principal principal) {
        String secret = UUID.randomUUID().toString();
        known.put(secret, principal);
        return new Credentials(strategy, secret);
    }

    void permit(String role, Set<String> more) {
        change(role, more, Set.of());
    }

    void forbid(String role, Set<String> less) {
        change(role, Set.of(), less);
    }

    private void change(String role, Set<String> more, Set<String> less) {
        required(roles, role, "role");
        roles.compute(role, (name, permissions) -> {
            Set<String> all = new HashSet<>(permissions == null ? Set.of() : permissions);
            all.addAll(more);
            all.removeAll(less);
            return Set.copyOf(all);
        });
        tell(new AccessChange.RoleChanged(role));
    }

    /** The user's credentials are worth nothing any more. */
    void logOut(String user) {
        known.values()
                .removeIf(principal ->
                        principal instanceof Principal.User one && one.id().equals(user));
        tell(new AccessChange.UserChanged(user, AccessChange.UserChanged.Cause.LOGGED_OUT));
    }

    void revoke(String name) {
        required(tokens, name, "API token");
        tokens.remove(name);
        known.values().removeIf(principal -> principal.grantee().equals(token(name)));
        tell(new AccessChange.ApiTokenChanged(name));
    }

    private void tell(AccessChange change) {
        for (AccessListener listener : listeners) {
            try {
                listener.changed(change).toCompletableFuture().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            } catch (ExecutionException | TimeoutException e) {
                throw new AssertionError(change + " did not come into force", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError("interrupted", e);
            }
        }
    }

    private static void required(Map<String, Set<String>> all, String name, String what) {
        if (!all.containsKey(name)) {
            throw new IllegalArgumentException("there is no " + what + " '" + name + "'; there are " + all.keySet());
        }
    }

    private static Role role(String name) {
        return new Role(name, name);
    }

    private static ApiToken token(String name) {
        return new ApiToken(name, name, Optional.empty());
    }

    @Override
    public Authentication authenticate(Credentials untrusted) {
        Principal principal = known.get(untrusted.token());
        return principal == null
                ? new Authentication.Refused(Authentication.Refused.INVALID_TOKEN, "The token is not valid")
                : new Authentication.Admitted(principal);
    }

    @Override
    public Authentication anonymous() {
        return new Authentication.Admitted(new Principal.Public(role(PUBLIC)));
    }

    @Override
    public Collection<Role> roles() {
        return roles.keySet().stream().map(TestAccess::role).toList();
    }

    @Override
    public Collection<ApiToken> apiTokens() {
        return tokens.keySet().stream().map(TestAccess::token).toList();
    }

    @Override
    public Permissions permissionsOf(Grantee grantee) {
        Map<String, Set<String>> all = grantee instanceof Role ? roles : tokens;
        return Stream.ofNullable(all.get(grantee.id()))
                .map(Permissions::of)
                .findAny()
                .orElse(Permissions.none());
    }

    @Override
    public Registration addListener(AccessListener listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }
}
