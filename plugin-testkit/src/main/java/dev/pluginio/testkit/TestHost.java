package dev.pluginio.testkit;

import dev.pluginio.api.access.Authenticator;
import dev.pluginio.api.access.PermissionPolicy;
import dev.pluginio.api.content.ContentCatalog;
import dev.pluginio.api.host.ContentReader;
import dev.pluginio.api.host.HostCms;
import java.nio.file.Path;
import java.util.Optional;

/** A host that keeps everything in memory. */
record TestHost(ContentCatalog types, TestAccess access, TestContent content, Path pluginsConfig) implements HostCms {

    @Override
    public Authenticator authenticator() {
        return access;
    }

    @Override
    public PermissionPolicy permissions() {
        return access;
    }

    @Override
    public Optional<ContentCatalog> catalog() {
        return Optional.of(types);
    }

    @Override
    public Optional<ContentReader> reader() {
        return Optional.of(content);
    }
}
