package dev.pluginio.bench;

import dev.pluginio.api.access.Authentication;
import dev.pluginio.api.access.Authenticator;
import dev.pluginio.api.access.Credentials;
import dev.pluginio.api.access.PermissionPolicy;
import dev.pluginio.api.access.Permissions;
import dev.pluginio.api.access.Principal;
import dev.pluginio.api.access.Role;
import dev.pluginio.api.host.HostCms;
import dev.pluginio.api.host.StatementWatch;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The measured host: a database, and three roles that see less and more of an article. The name of a role logs in. */
final class Host implements HostCms, Authenticator {

    private final Database database;
    private final CountingPolicy policy = new CountingPolicy();
    private final Role everybody =
            policy.role("public", Permissions.of(Set.of("api::article.article.find", "api::tag.tag.find")));
    private final Role reader = policy.role(
            "reader",
            Permissions.of(Set.of("api::article.article.find", "api::tag.tag.find", "api::author.author.find")));
    private final Role editor = policy.role("editor", Permissions.all());

    Host(Database database) {
        this.database = database;
    }

    Database database() {
        return database;
    }

    List<Role> roles() {
        return List.of(everybody, reader, editor);
    }

    @Override
    public Authenticator authenticator() {
        return this;
    }

    @Override
    public Authentication authenticate(Credentials untrusted) {
        return roles().stream()
                .filter(role -> role.id().equals(untrusted.token()))
                .findFirst()
                .<Authentication>map(role ->
                        new Authentication.Admitted(new Principal.User(role.id(), role.name(), role, Optional.empty())))
                .orElseGet(() -> new Authentication.Refused(Authentication.Refused.INVALID_TOKEN, "no such role"));
    }

    @Override
    public Authentication anonymous() {
        return new Authentication.Admitted(new Principal.Public(everybody));
    }

    @Override
    public PermissionPolicy permissions() {
        return policy;
    }

    @Override
    public <T> Optional<T> unwrap(Class<T> type) {
        return type.isInstance(database.factory()) ? Optional.of(type.cast(database.factory())) : Optional.empty();
    }

    @Override
    public Optional<StatementWatch> statementWatch() {
        return Optional.of(database.watch());
    }
}
