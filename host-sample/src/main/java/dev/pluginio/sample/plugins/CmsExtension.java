package dev.pluginio.sample.plugins;

import dev.pluginio.api.access.Authenticator;
import dev.pluginio.api.access.PermissionPolicy;
import dev.pluginio.api.host.ContentReader;
import dev.pluginio.api.host.HostCms;
import dev.pluginio.api.host.StatementWatch;
import jakarta.persistence.EntityManagerFactory;
import java.nio.file.Path;
import java.util.Optional;
import org.pf4j.Extension;

/** What this CMS gives to plugins. PF4J finds it by its annotation and is handed the one that was built at start. */
@Extension
public final class CmsExtension implements HostCms {

    private final Authenticator authenticator;
    private final PermissionPolicy permissions;
    private final EntityManagerFactory entityManagers;
    private final ContentReader reader;
    private final StatementWatch watch;
    private final Path config;

    /**
     * Gathers the parts.
     *
     * @param authenticator who a client is
     * @param permissions what roles and tokens may do
     * @param entityManagers where plugins hear of changes
     * @param reader reads entries
     * @param watch is shown the SQL
     * @param config the file that configures plugins
     */
    public CmsExtension(
            Authenticator authenticator,
            PermissionPolicy permissions,
            EntityManagerFactory entityManagers,
            ContentReader reader,
            StatementWatch watch,
            Path config) {
        this.authenticator = authenticator;
        this.permissions = permissions;
        this.entityManagers = entityManagers;
        this.reader = reader;
        this.watch = watch;
        this.config = config;
    }

    @Override
    public Authenticator authenticator() {
        return authenticator;
    }

    @Override
    public PermissionPolicy permissions() {
        return permissions;
    }

    @Override
    public <T> Optional<T> unwrap(Class<T> type) {
        return type.isInstance(entityManagers) ? Optional.of(type.cast(entityManagers)) : Optional.empty();
    }

    @Override
    public Optional<ContentReader> reader() {
        return Optional.of(reader);
    }

    @Override
    public Optional<StatementWatch> statementWatch() {
        return Optional.of(watch);
    }

    @Override
    public Path pluginsConfig() {
        return config;
    }
}
