package dev.pluginio.sample.store;

import java.nio.file.Path;

/**
 * Where the database is.
 *
 * @param url a JDBC address of H2 or PostgreSQL
 * @param user whose tables they are
 * @param password the user's password; left out of {@link #toString()}
 * @param connections how many are open at the most
 */
public record DatabaseSettings(String url, String user, String password, int connections) {

    private static final int CONNECTIONS = 16;

    /**
     * Describes a database at an address.
     *
     * @param url a JDBC address
     * @param user whose tables they are
     * @param password the user's password
     * @return the settings
     */
    public static DatabaseSettings at(String url, String user, String password) {
        return new DatabaseSettings(url, user, password, CONNECTIONS);
    }

    /**
     * Describes an H2 database in a file. Writers of the same row wait for each other. It stays open until it is closed:
     * left to itself, H2 would close it as soon as the process is asked to end, under the last requests. And it is written at
     * each commit, about a tenth of a millisecond: H2 would otherwise do that in the background, and a process that is
     * killed lose the commits of half a second, or keep parts of them. Now and then it still loses those it was writing when
     * it was killed. Room that was written over is free at the next close.
     *
     * @param folder where the file is
     * @return the settings
     */
    public static DatabaseSettings file(Path folder) {
        return at(
                "jdbc:h2:file:" + folder.toAbsolutePath().resolve("cms")
                        + ";LOCK_TIMEOUT=10000;TRACE_LEVEL_FILE=0;DB_CLOSE_ON_EXIT=FALSE;WRITE_DELAY=0",
                "cms",
                "");
    }

    @Override
    public String toString() {
        return "DatabaseSettings[url=" + url + ", user=" + user + ", password=(hidden)]";
    }
}
