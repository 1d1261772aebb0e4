package dev.pluginio.api.host;

import dev.pluginio.api.access.Authenticator;
import dev.pluginio.api.access.PermissionPolicy;
import dev.pluginio.api.content.ContentCatalog;
import java.nio.file.Path;
import java.util.Optional;
import org.pf4j.ExtensionPoint;

/**
 * The content management system that the plugin serves. A host has one extension of this type; a JPA host gives its
 * {@code EntityManagerFactory}, its {@link Authenticator} and its {@link PermissionPolicy}, and that is all.
 *
 * <p>The plugin asks once, when it starts, on the thread that starts it; what is given then is used until it stops.
 *
 * @since 0.1
 */
public interface HostCms extends ExtensionPoint {

    /**
     * Who a client is.
     *
     * @return the authenticator
     */
    Authenticator authenticator();

    /**
     * What roles and tokens may do.
     *
     * @return the policy
     */
    PermissionPolicy permissions();

    /**
     * A part of the host, such as its {@code jakarta.persistence.EntityManagerFactory}. With one, the plugin hears of
     * changes by itself; a host without one tells of them through {@link ContentLifecycle}.
     *
     * @param type what is asked for
     * @param <T> what is asked for
     * @return the part, or empty if the host has none
     */
    default <T> Optional<T> unwrap(Class<T> type) {
        return Optional.empty();
    }

    /**
     * The content types.
     *
     * @return the catalogue; empty to have it made from the annotated entities of the {@code EntityManagerFactory}
     */
    default Optional<ContentCatalog> catalog() {
        return Optional.empty();
    }

    /**
     * Reads entries as somebody may see them.
     *
     * @return the reader, or empty if the host offers none
     */
    default Optional<ContentReader> reader() {
        return Optional.empty();
    }

    /**
     * The watch that the host's statement inspector hands its SQL to.
     *
     * @return the watch, or empty if bulk statements are not to be watched
     */
    default Optional<StatementWatch> statementWatch() {
        return Optional.empty();
    }

    /**
     * The file whose section {@code io} configures the plugin.
     *
     * @return the file; {@code config/plugins.yml} in the working folder unless the host says otherwise
     */
    default Path pluginsConfig() {
        return Path.of("config", "plugins.yml");
    }
}
