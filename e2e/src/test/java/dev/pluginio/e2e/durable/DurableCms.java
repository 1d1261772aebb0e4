package dev.pluginio.e2e.durable;

import dev.pluginio.api.access.Authenticator;
import dev.pluginio.api.access.PermissionPolicy;
import dev.pluginio.api.host.HostCms;
import dev.pluginio.api.host.StatementWatch;
import dev.pluginio.e2e.plainhost.PlainCms;
import jakarta.persistence.EntityManagerFactory;
import java.nio.file.Path;
import java.util.Optional;

/** What the plugin is told of the host: the people of the plain one, and a database. */
final class DurableCms implements HostCms {

    private final PlainCms people = new PlainCms();
    private final EntityManagerFactory factory;
    private final StatementWatch watch;

    DurableCms(EntityManagerFactory factory, StatementWatch watch) {
        this.factory = factory;
        this.watch = watch;
    }

    @Override
    public Authenticator authenticator() {
        return people;
    }

    @Override
    public PermissionPolicy permissions() {
        return people;
    }

    @Override
    public <T> Optional<T> unwrap(Class<T> type) {
        return type.isInstance(factory) ? Optional.of(type.cast(factory)) : Optional.empty();
    }

    @Override
    public Optional<StatementWatch> statementWatch() {
        return Optional.of(watch);
    }

    @Override
    public Path pluginsConfig() {
        return people.pluginsConfig();
    }
}
