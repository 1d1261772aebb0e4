package dev.pluginio.capture.jpa;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * A MariaDB server of the tests' own, on a free port of the loopback address, with its files in a temporary folder. It asks
 * for no password.
 */
final class MariaDb implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int ATTEMPTS = 3;
    private static final long ROOM = 1L << 30;
    private static final Path MEMORY = Path.of("/dev/shm"); // tables are made often, and a disk is slow at that
    private static final List<String> FOLDERS = List.of("/usr/sbin", "/usr/local/sbin", "/usr/bin", "/usr/local/bin");
    private static final List<String> SCRIPTS =
            List.of("/usr/share/mysql/mysql_system_tables.sql", "/usr/share/mariadb/mariadb_system_tables.sql");

    private final Path folder;
    private final int port;
    private final Process server;
    private final AtomicInteger databases = new AtomicInteger();

    private MariaDb(Path folder, int port, Process server) {
        this.folder = folder;
        this.port = port;
        this.server = server;
    }

    /** Starts one. */
    static MariaDb start() throws IOException {
        Path program = program();
        for (int attempt = 1; ; attempt++) {
            MariaDb started = start(program);
            Awaitility.await().atMost(PATIENCE).until(() -> started.answers() || !started.server.isAlive());
            if (started.server.isAlive()) {
                return started;
            }
            String said = Files.readString(started.folder.resolve("log"));
            started.close();
            if (attempt == ATTEMPTS) { // somebody may have taken the port
                throw new IllegalStateException("MariaDB does not start: " + said);
            }
        }
    }

    private static Path program() {
        Stream<String> path = Stream.of(System.getenv("PATH").split(File.pathSeparator));
        return Stream.concat(path, FOLDERS.stream())
                .map(folder -> Path.of(folder, "mariadbd"))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(
                        () -> new IllegalStateException(
                                "these tests need MariaDB's server: install 'mariadb-server-core', or run ./run-tests as root"));
    }

    private static MariaDb start(Path program) throws IOException {
        Path folder = hasRoom(MEMORY)
                ? Files.createTempDirectory(MEMORY, "pluginio-mariadb")
                : Files.createTempDirectory("pluginio-mariadb");
        Path first = Files.writeString(folder.resolve("first.sql"), systemTables());
        int port = freePort();
        Path temporary = Files.createDirectory(folder.resolve("tmp")); // of its own: a server that starts clears it
        Process server = new ProcessBuilder(
                        program.toString(),
                        "--no-defaults",
                        "--datadir=" + Files.createDirectory(folder.resolve("data")),
                        "--tmpdir=" + temporary,
                        "--socket=" + folder.resolve("socket"),
                        "--pid-file=" + folder.resolve("pid"),
                        "--bind-address=127.0.0.1",
                        "--port=" + port,
                        "--user=" + System.getProperty("user.name"),
                        "--skip-grant-tables",
                        "--init-file=" + first,
                        "--skip-name-resolve",
                        "--lower-case-table-names=1",
                        "--max-connections=300",
                        "--innodb-stats-persistent=OFF",
                        "--innodb-buffer-pool-size=32M",
                        "--innodb-log-file-size=16M",
                        "--innodb-flush-log-at-trx-commit=0",
                        "--innodb-flush-method=nosync",
                        "--innodb-doublewrite=OFF",
                        "--skip-sync-frm")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
        return new MariaDb(folder, port, server);
    }

    /** Containers often have little of it. */
    private static boolean hasRoom(Path memory) throws IOException {
        return Files.isWritable(memory) && Files.getFileStore(memory).getUsableSpace() > ROOM;
    }

    /** The tables that hold routines and events, at which Flyway looks. */
    private static String systemTables() throws IOException {
        Path script = SCRIPTS.stream()
                .map(Path::of)
                .filter(Files::isReadable)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("MariaDB's own scripts are in none of " + SCRIPTS));
        return "create database mysql;\nuse mysql;\n" + Files.readString(script);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private boolean answers() {
        try (Connection connection = connect("")) {
            return connection.isValid(1);
        } catch (SQLException e) {
            return false;
        }
    }

    private Connection connect(String database) throws SQLException {
        return DriverManager.getConnection(url(database), "root", "");
    }

    private String url(String database) {
        return "jdbc:mariadb://127.0.0.1:" + port + "/" + database;
    }

    /** The address of a new, empty database. */
    String newDatabase() throws SQLException {
        String name = "host" + databases.incrementAndGet();
        try (Connection connection = connect("");
                Statement statement = connection.createStatement()) {
            statement.execute("create database " + name + " character set utf8mb4");
        }
        return url(name);
    }

    @Override
    public void close() {
        server.destroy();
        try {
            server.onExit().get(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            server.destroyForcibly();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
