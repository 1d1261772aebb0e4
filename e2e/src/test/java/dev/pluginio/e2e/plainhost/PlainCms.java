package dev.pluginio.e2e.plainhost;

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
import dev.pluginio.api.content.Attribute;
import dev.pluginio.api.content.ContentCatalog;
import dev.pluginio.api.content.ContentType;
import dev.pluginio.api.host.HostCms;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pf4j.Extension;

/** What the plugin is told of the plain host: one content type, the public role and one that may read. */
@Extension
public final class PlainCms implements HostCms, Authenticator, PermissionPolicy {

    public static final String UID = "api::note.note";

    /** The token of a user who may read. */
    public static final String MEMBER = "member";

    private static final Role PUBLIC = new Role("1", "Public");
    private static final Role MEMBERS = new Role("2", "Members");

    @Override
    public Authenticator authenticator() {
        return this;
    }

    @Override
    public PermissionPolicy permissions() {
        return this;
    }

    @Override
    public Optional<ContentCatalog> catalog() {
        return Optional.of(ContentCatalog.of(List.of(ContentType.of(
                UID, Attribute.value("title"), Attribute.value("draft").asPrivate()))));
    }

    @Override
    public Path pluginsConfig() {
        return Path.of(System.getenv("PLUGINS_CONFIG"));
    }

    @Override
    public Authentication authenticate(Credentials untrusted) {
        return untrusted.token().equals(MEMBER)
                ? new Authentication.Admitted(new Principal.User("1", "member", MEMBERS, Optional.empty()))
                : new Authentication.Refused(Authentication.Refused.INVALID_TOKEN, "unknown");
    }

    @Override
    public Authentication anonymous() {
        return new Authentication.Admitted(new Principal.Public(PUBLIC));
    }

    @Override
    public Collection<Role> roles() {
        return List.of(PUBLIC, MEMBERS);
    }

    @Override
    public Collection<ApiToken> apiTokens() {
        return List.of();
    }

    @Override
    public Permissions permissionsOf(Grantee grantee) {
        return grantee.equals(MEMBERS) ? Permissions.of(Set.of(UID + ".find")) : Permissions.none();
    }

    @Override
    public Registration addListener(AccessListener listener) {
        return () -> {};
    }
}
