package dev.pluginio.bench;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.stream.Stream;

/** A kind of database, and where new ones come from. */
interface Databases extends AutoCloseable {

    /** Makes a new, empty database. */
    Database open(String name);

    @Override
    void close();

    /** H2 with its files in a temporary folder. */
    static Databases h2() {
        Path folder = temporaryFolder();
        return new Databases() {
            @Override
            public Database open(String name) {
                return Database.h2(folder, name);
            }

            @Override
            public void close() {
                delete(folder);
            }

            @Override
            public String toString() {
                return "H2 in files";
            }
        };
    }

    /** A PostgreSQL server of this process's own, which waits for no disk. */
    static Databases postgres() {
        return postgres(EmbeddedPostgres.builder(), "PostgreSQL 17");
    }

    /** A PostgreSQL server of this process's own, whose commits are on the disk when they return, as in production. */
    static Databases syncingPostgres() {
        return postgres(
                EmbeddedPostgres.builder().setServerConfig("fsync", "on").setServerConfig("synchronous_commit", "on"),
                "PostgreSQL 17 that syncs");
    }

    private static Databases postgres(EmbeddedPostgres.Builder builder, String title) {
        EmbeddedPostgres server;
        try {
            server = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException("PostgreSQL does not start", e);
        }
        return new Databases() {
            @Override
            public Database open(String name) {
                try {
                    return Database.postgres(server, name);
                } catch (SQLException e) {
                    throw new IllegalStateException("PostgreSQL gives no database", e);
                }
            }

            @Override
            public void close() {
                try {
                    server.close();
                } catch (IOException e) {
                    throw new UncheckedIOException("PostgreSQL does not stop", e);
                }
            }

            @Override
            public String toString() {
                return title;
            }
        };
    }

    private static Path temporaryFolder() {
        try {
            return Files.createTempDirectory("plugin-io-bench");
        } catch (IOException e) {
            throw new UncheckedIOException("no temporary folder", e);
        }
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(folder + " could not be deleted", e);
        }
    }
}
