package dev.pluginio;

import dev.pluginio.access.ListedEntity;
import dev.pluginio.api.content.ContentCatalog;
import dev.pluginio.api.host.HostCms;
import dev.pluginio.capture.jpa.JpaHost;
import dev.pluginio.config.IoConfiguration;
import dev.pluginio.config.IoSettings;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the plugins file, and checks it against the host's content types, which in turn may depend on it. */
final class ConfigurationSource {

    private final HostCms host;
    private final Optional<JpaHost> jpa;
    private final Map<String, String> environment;

    ConfigurationSource(HostCms host, Optional<JpaHost> jpa, Map<String, String> environment) {
        this.host = host;
        this.jpa = jpa;
        this.environment = environment;
    }

    /** A configuration that is right, with the content types that it makes and the settings of the stages. */
    record Configured(IoConfiguration configuration, ContentCatalog catalog, IoSettings settings) {}

    /**
     * Reads the file.
     *
     * @throws RuntimeException if there is no such file, or it has no section {@code io}; the message tells all
     */
    IoConfiguration load() {
        return IoConfiguration.load(host.pluginsConfig(), environment);
    }

    /**
     * Checks what was read.
     *
     * @param configuration what was read
     * @param earlier what holds now, whose catalogue stays unless other entities are listed; null if nothing does yet
     * @throws RuntimeException if anything in it is wrong; the message tells all
     */
    Configured check(IoConfiguration configuration, @Nullable Configured earlier) {
        List<ListedEntity> listed = configuration.listedEntities();
        ContentCatalog catalog =
                earlier != null && earlier.configuration().listedEntities().equals(listed)
                        ? earlier.catalog()
                        : catalog(configuration, earlier);
        List<ListedEntity> missing = jpa.map(found -> found.missing(listed)).orElse(listed);
        return new Configured(configuration, catalog, configuration.resolve(catalog, missing));
    }

    private ContentCatalog catalog(IoConfiguration configuration, @Nullable Configured earlier) {
        Optional<ContentCatalog> given = host.catalog();
        if (given.isPresent() && earlier != null) {
            return earlier.catalog();
        }
        try {
            return given.or(() -> jpa.map(found -> found.catalog(configuration.listedEntities())))
                    .orElseThrow(
                            () -> new IllegalStateException("the host gives no content types: its HostCms must give a"
                                    + " catalog(), or unwrap() an EntityManagerFactory of Hibernate whose entities are annotated"
                                    + " with @ContentType"));
        } catch (IllegalArgumentException e) {
            throw configuration.refused(String.valueOf(e.getMessage()));
        }
    }
}
