package dev.pluginio.log.jpa;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.ResourceProvider;
import org.flywaydb.core.api.resource.LoadableResource;
import org.hibernate.dialect.Dialect;
import org.hibernate.dialect.H2Dialect;
import org.hibernate.dialect.MySQLDialect;
import org.hibernate.dialect.PostgreSQLDialect;
import org.jspecify.annotations.Nullable;

/** Makes the log's tables, and changes them where a later version wants them otherwise. */
final class Tables {

    private static final String HISTORY = "pluginio_schema_history";
    private static final List<String> MIGRATIONS =
            List.of("V1__event_log.sql", "V2__keepsakes.sql", "V3__transactions.sql", "V4__runs.sql");

    private Tables() {}

    /** The folder of the migrations for a database; empty if it is none of those that are supported. */
    static Optional<String> folder(Dialect dialect) {
        if (dialect instanceof H2Dialect) {
            return Optional.of("h2");
        } else if (dialect instanceof PostgreSQLDialect) {
            return Optional.of("postgresql");
        }
        return dialect instanceof MySQLDialect ? Optional.of("mysql") : Optional.empty(); // MariaDB's is one of these
    }

    /**
     * Brings the tables to the form that this version knows.
     *
     * @param folder where the migrations are
     * @throws org.flywaydb.core.api.FlywayException if that cannot be done
     */
    static void migrate(Connections connections, String folder) {
        List<LoadableResource> scripts =
                MIGRATIONS.stream().map(name -> script(folder, name)).toList();
        Flyway.configure(Tables.class.getClassLoader())
                .dataSource(connections.asDataSource())
                .loggers("slf4j")
                .table(HISTORY)
                // the host's own tables stand beside them
                .baselineOnMigrate(true)
                .baselineVersion("0")
                // no search of the class path: it would hold the jar open
                .resourceProvider(provider(scripts))
                .javaMigrationClassProvider(List::of)
                .load()
                .migrate();
    }

    private static ResourceProvider provider(List<LoadableResource> scripts) {
        return new ResourceProvider() {
            @Override
            public @Nullable LoadableResource getResource(String name) {
                return null;
            }

            @Override
            public Collection<LoadableResource> getResources(String prefix, String[] suffixes) {
                return prefix.equals("V") ? scripts : List.of();
            }
        };
    }

    private static LoadableResource script(String folder, String name) {
        String text = text(folder + "/" + name);
        return new LoadableResource() {
            @Override
            public Reader read() {
                return new StringReader(text);
            }

            @Override
            public String getAbsolutePath() {
                return folder + "/" + name;
            }

            @Override
            public String getAbsolutePathOnDisk() {
                return getAbsolutePath();
            }

            @Override
            public String getFilename() {
                return name;
            }

            @Override
            public String getRelativePath() {
                return getAbsolutePath();
            }
        };
    }

    private static String text(String path) {
        try (InputStream file = Tables.class.getResourceAsStream(path)) {
            if (file == null) {
                throw new IllegalStateException("the plugin's jar lacks " + path);
            }
            return new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8))
                    .lines()
                    .collect(Collectors.joining("\n"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
