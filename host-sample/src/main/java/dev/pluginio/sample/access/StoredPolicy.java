package dev.pluginio.sample.access;

import dev.pluginio.api.access.AccessListener;
import dev.pluginio.api.access.ApiToken;
import dev.pluginio.api.access.Grantee;
import dev.pluginio.api.access.PermissionPolicy;
import dev.pluginio.api.access.Permissions;
import dev.pluginio.api.access.Role;
import dev.pluginio.sample.store.Database;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;

/** What roles and tokens may do now, read from the database. */
public final class StoredPolicy implements PermissionPolicy {

    private final Database database;
    private final AccessChanges changes;
    private final Clock clock;

    /**
     * Makes the policy.
     *
     * @param database where roles and tokens are
     * @param changes tells of edits
     * @param clock tells which tokens have expired
     */
    public StoredPolicy(Database database, AccessChanges changes, Clock clock) {
        this.database = database;
        this.changes = changes;
        this.clock = clock;
    }

    @Override
    public Collection<Role> roles() {
        return database.inTransaction(
                em -> Roles.records(em).stream().map(RoleRecord::role).toList());
    }

    @Override
    public Collection<ApiToken> apiTokens() {
        Instant now = clock.instant();
        return database.inTransaction(em -> ApiTokens.records(em).stream()
                .filter(token -> !token.isExpired(now))
                .map(TokenRecord::token)
                .toList());
    }

    @Override
    public Permissions permissionsOf(Grantee grantee) {
        Instant now = clock.instant();
        return database.inTransaction(em -> {
            if (grantee instanceof Role) {
                return Roles.find(em, grantee.id()).map(RoleRecord::allowed).orElse(Permissions.none());
            }
            return ApiTokens.find(em, grantee.id())
                    .filter(token -> !token.isExpired(now))
                    .map(TokenRecord::allowed)
                    .orElse(Permissions.none());
        });
    }

    @Override
    public Registration addListener(AccessListener listener) {
        return changes.addListener(listener);
    }
}
