package dev.pluginio.bench.fanout;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A server that is measured, running, and its clients. */
final class Contender implements AutoCloseable {

    private static final String PASSWORD = "a password for the benchmark";
    private static final String ANY_TOKEN = "40{\"token\":\"any\"}";
    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();

    /** Which server. */
    enum Kind {
        OURS("plugin-io"),
        BARE("bare Netty"),
        STOCK("netty-socketio"),
        NODE("socket.io");

        private final String title;

        Kind(String title) {
            this.title = title;
        }

        @Override
        public String toString() {
            return title;
        }
    }

    private final Kind kind;
    private final ServerProcess server;
    private final @Nullable URI rest;
    private final String connect;
    private final Crowd crowd;

    private Contender(Kind kind, ServerProcess server, @Nullable URI rest, String connect) throws IOException {
        this.kind = kind;
        this.server = server;
        this.rest = rest;
        this.connect = connect;
        this.crowd = new Crowd(server.port(), connect);
    }

    /** Starts it; the JVM options are for those that run in one, and the same for all of them. */
    static Contender start(Kind kind, Workplace workplace, List<String> options)
            throws IOException, InterruptedException {
        return switch (kind) {
            case OURS -> ours(workplace, options, "");
            case BARE -> plain(kind, java("BareServer", options));
            case STOCK -> plain(kind, java("StockServer", options));
            case NODE ->
                plain(
                        kind,
                        new ProcessBuilder("node", "--expose-gc", "server.js")
                                .directory(workplace.node().toFile()));
        };
    }

    /** Starts one whose clients can come back and hear what they missed. */
    static Contender recovering(Recovering which, Workplace workplace, List<String> options)
            throws IOException, InterruptedException {
        return switch (which) {
            case OURS -> ours(workplace, options, "recovery: { enabled: true }");
            case DURABLE -> ours(workplace, options, "recovery: { enabled: true }\n    log: { type: jpa }");
            case NODE -> plain(Kind.NODE, recoveringNode(workplace));
            case CHECKING -> checking(recoveringNode(workplace));
        };
    }

    private static ProcessBuilder recoveringNode(Workplace workplace) throws IOException, InterruptedException {
        return new ProcessBuilder("node", "--expose-gc", "server.js", "recovery")
                .directory(workplace.node().toFile());
    }

    private static Contender checking(ProcessBuilder command) throws IOException, InterruptedException {
        var signature = new Signature();
        command.environment().put("TOKEN_KEY", signature.key());
        return new Contender(
                Kind.NODE, ServerProcess.start(command), null, "40{\"token\":\"" + signature.token() + "\"}");
    }

    private static Contender plain(Kind kind, ProcessBuilder command) throws IOException, InterruptedException {
        return new Contender(kind, ServerProcess.start(command), null, ANY_TOKEN);
    }

    private static ProcessBuilder java(String server, List<String> options) {
        List<String> command = new ArrayList<>(options);
        command.add(0, JAVA);
        command.addAll(List.of(
                "-cp", System.getProperty("java.class.path"), Contender.class.getPackageName() + ".server." + server));
        return tuned(new ProcessBuilder(command));
    }

    private static Contender ours(Workplace workplace, List<String> options, String more)
            throws IOException, InterruptedException {
        int httpPort = freePort();
        Path folder = workplace.fresh();
        List<String> command = new ArrayList<>(options);
        command.add(0, JAVA);
        command.addAll(List.of("-jar", workplace.hostJar().toString()));
        var builder = tuned(new ProcessBuilder(command).directory(folder.toFile()));
        builder.environment()
                .putAll(Map.of(
                        "HTTP_PORT", Integer.toString(httpPort),
                        "IO_PORT", Integer.toString(freePort()),
                        "DATA_DIR", folder.resolve("data").toString(),
                        "PLUGINS_DIR", workplace.plugins().toString(),
                        "PLUGINS_CONFIG", config(folder, more).toString(),
                        "DEMO_PASSWORD", PASSWORD));
        ServerProcess server = ServerProcess.start(builder);
        URI rest = URI.create("http://127.0.0.1:" + httpPort);
        return new Contender(
                Kind.OURS,
                server,
                rest,
                "40{\"strategy\":\"jwt\",\"token\":\"" + login(rest, server, "reader") + "\"}");
    }

    private static Path config(Path folder, String more) throws IOException {
        return Files.writeString(folder.resolve("plugins.yml"), """
                io:
                  enabled: true
                  config:
                    contentTypes: ['api::article.article']
                    permission: find
                    %s
                    socket:
                      serverOptions: { port: '${IO_PORT}', pingInterval: 10m, pingTimeout: 10m }
                """.formatted(more));
    }

    /** The C library's memory pools are as many for all: two. */
    private static ProcessBuilder tuned(ProcessBuilder builder) {
        builder.environment().put("MALLOC_ARENA_MAX", "2");
        return builder;
    }

    private static String login(URI rest, ServerProcess server, String user) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(rest.resolve("/api/auth/local"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"identifier\":\"" + user + "@example.com\",\"password\":\"" + PASSWORD + "\"}"))
                .build();
        for (int attempt = 0; attempt < 100; attempt++) {
            try {
                String body = HttpClient.newHttpClient()
                        .send(request, HttpResponse.BodyHandlers.ofString())
                        .body();
                return body.replaceAll("(?s).*\"jwt\"\\s*:\\s*\"([^\"]+)\".*", "$1");
            } catch (IOException e) {
                Thread.sleep(100); // the plugins are started before the port of the REST interface is opened
            }
        }
        throw new IllegalStateException("nobody can log in:\n" + server.log());
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    Kind kind() {
        return kind;
    }

    ServerProcess server() {
        return server;
    }

    /** Has the C library of a JVM hand back what was freed. */
    void trim() throws InterruptedException {
        if (kind != Kind.NODE) {
            server.jcmd("System.trim_native_heap");
        }
    }

    /** What lets a client in. */
    String connect() {
        return connect;
    }

    /** A token of the host's editor. */
    String editor() throws IOException, InterruptedException {
        return login(rest(), server, "editor");
    }

    Crowd crowd() {
        return crowd;
    }

    /** The host's REST interface; ours has one. */
    URI rest() {
        if (rest == null) {
            throw new IllegalStateException(kind + " is no CMS");
        }
        return rest;
    }

    @Override
    public void close() {
        crowd.close();
        server.close();
    }
}
