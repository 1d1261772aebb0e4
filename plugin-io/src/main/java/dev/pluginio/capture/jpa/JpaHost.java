package dev.pluginio.capture.jpa;

import dev.pluginio.access.ListedEntity;
import dev.pluginio.api.content.ContentCatalog;
import dev.pluginio.api.host.HostCms;
import dev.pluginio.api.host.StatementWatch;
import dev.pluginio.capture.CaptureParts;
import dev.pluginio.log.Retention;
import dev.pluginio.log.jpa.JpaEventLog;
import dev.pluginio.log.jpa.JpaKeepsakes;
import dev.pluginio.log.jpa.Predecessor;
import jakarta.persistence.EntityManagerFactory;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.jspecify.annotations.Nullable;

/**
 * A host that has an {@code EntityManagerFactory}. Its signatures name no class of JPA, and it can be loaded where there
 * is none: the door for those who do not know what host they have.
 */
public final class JpaHost {

    private final Object factory;

    private JpaHost(Object factory) {
        this.factory = factory;
    }

    /**
     * Asks the host.
     *
     * @return the host's JPA side; empty if there is no JPA on the class path, or the host has no factory
     */
    public static Optional<JpaHost> of(HostCms host) {
        Class<?> type;
        try {
            type = Class.forName("jakarta.persistence.EntityManagerFactory", false, JpaHost.class.getClassLoader());
            Class.forName("org.hibernate.SessionFactory", false, JpaHost.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            return Optional.empty();
        }
        return host.unwrap(type).map(JpaHost::new);
    }

    /**
     * Makes the catalogue from the host's entities; listed ones that do not exist are left out.
     *
     * @throws IllegalArgumentException if a uid is malformed, or two classes claim one
     */
    public ContentCatalog catalog(List<ListedEntity> listed) {
        return MetamodelCatalog.of((EntityManagerFactory) factory, listed);
    }

    /** Those of the listed entities that the host does not have. */
    public List<ListedEntity> missing(List<ListedEntity> listed) {
        return ContentEntities.missing(((EntityManagerFactory) factory).getMetamodel(), listed);
    }

    /**
     * Opens the log in the host's database.
     *
     * @see JpaEventLog#open
     */
    public JpaEventLog openLog(Retention retention, JpaEventLog.Surroundings surroundings) {
        return JpaEventLog.open((EntityManagerFactory) factory, retention, surroundings);
    }

    /** Begins to listen where nobody listened before. */
    public JpaCapture attach(
            ContentCatalog catalog, List<ListedEntity> listed, CaptureParts parts, @Nullable StatementWatch watch) {
        return attach(catalog, listed, parts, watch, null);
    }

    /**
     * Begins to keep notes about clients in the host's database, where the log was opened before.
     *
     * @see JpaKeepsakes#of
     */
    public JpaKeepsakes keepsakes(JpaKeepsakes.Surroundings surroundings) {
        return JpaKeepsakes.of((EntityManagerFactory) factory, surroundings);
    }

    /**
     * Begins to listen.
     *
     * @see JpaCapture#attach
     */
    public JpaCapture attach(
            ContentCatalog catalog,
            List<ListedEntity> listed,
            CaptureParts parts,
            @Nullable StatementWatch watch,
            @Nullable Predecessor predecessor) {
        return JpaCapture.attach((EntityManagerFactory) factory, catalog, listed, parts, watch, predecessor);
    }

    /**
     * Takes what an instance of the plugin left here that stopped: from now on somebody must either {@link #attach} with
     * it, or {@linkplain Predecessor#release() release} it.
     *
     * @param longest how long its transactions may take to end
     * @param ticks nanoseconds that only grow
     */
    public Optional<Predecessor> predecessor(Duration longest, LongSupplier ticks) {
        return HandOver.take(((EntityManagerFactory) factory).unwrap(SessionFactoryImplementor.class))
                .map(left -> new Predecessor(left, longest, ticks));
    }
}
