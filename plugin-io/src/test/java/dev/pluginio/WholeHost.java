package dev.pluginio;

import dev.pluginio.api.access.Authentication;
import dev.pluginio.api.access.Authenticator;
import dev.pluginio.api.access.Credentials;
import dev.pluginio.api.access.PermissionPolicy;
import dev.pluginio.api.access.Permissions;
import dev.pluginio.api.access.Principal;
import dev.pluginio.api.access.Role;
import dev.pluginio.api.content.ContentCatalog;
import dev.pluginio.api.host.ContentReader;
import dev.pluginio.api.host.HostCms;
import dev.pluginio.testing.Blog;
import dev.pluginio.testing.TablePolicy;
import jakarta.persistence.EntityManagerFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.pf4j.DefaultPluginManager;

/**
 * A host with a database, or without, where everybody may hear of everything but who shows the name of a role as a token; the
 * whole plugin is started in it.
 */
final class WholeHost implements HostCms {

    private final TablePolicy policy = new TablePolicy();
    private final Role everybody = policy.role("everybody", Permissions.all());
    private final Path folder;
    private final @Nullable EntityManagerFactory factory;
    private @Nullable Error failure;

    WholeHost(Path folder, @Nullable EntityManagerFactory factory) {
        this.folder = folder;
        this.factory = factory;
    }

    Role role(String name, Permissions permissions) {
        return policy.role(name, permissions);
    }

    private static Authentication user(Role role) {
        return new Authentication.Admitted(new Principal.User("u-" + role.name(), role.name(), role, Optional.empty()));
    }

    @Override
    public Authenticator authenticator() {
        return new Authenticator() {
            @Override
            public Authentication authenticate(Credentials credentials) {
                return policy.roles().stream()
                        .filter(role -> role.name().equals(credentials.token()))
                        .<Authentication>map(WholeHost::user)
                        .findFirst()
                        .orElseGet(this::anonymous);
            }

            @Override
            public Authentication anonymous() {
                return new Authentication.Admitted(new Principal.Public(everybody));
            }
        };
    }

    @Override
    public PermissionPolicy permissions() {
        return policy;
    }

    @Override
    public Optional<ContentCatalog> catalog() {
        return factory == null ? Optional.of(Blog.CATALOG) : Optional.empty();
    }

    @Override
    public <T> Optional<T> unwrap(Class<T> type) {
        return factory == null || !type.isInstance(factory) ? Optional.empty() : Optional.of(type.cast(factory));
    }

    /** It fails when nearly all of the plugin has started. */
    WholeHost failingWith(Error late) {
        failure = late;
        return this;
    }

    @Override
    public Optional<ContentReader> reader() {
        if (failure != null) {
            throw failure;
        }
        return Optional.empty();
    }

    @Override
    public Path pluginsConfig() {
        return folder.resolve("plugins.yml");
    }

    /** Starts the plugin, which keeps its log in the database. */
    Wiring start(String type) {
        return start(type, 0, "");
    }

    /** Starts the plugin at a port, with more configuration. */
    Wiring start(String type, int port, String more) {
        try {
            Files.writeString(
                    pluginsConfig(),
                    "io:\n  config:\n    contentTypes: [" + type + "]\n    recovery: { enabled: true }\n"
                            + "    log: { type: jpa }\n    socket: { serverOptions: { host: 127.0.0.1, port: " + port
                            + " } }\n" + more);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Wiring.start(this, new DefaultPluginManager(folder.resolve("plugins")), "test");
    }
}
