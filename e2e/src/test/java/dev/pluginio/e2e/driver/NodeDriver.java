package dev.pluginio.e2e.driver;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The official JavaScript client: one Node process with any number of sockets. */
final class NodeDriver implements SocketDriver {

    private final Map<Long, ClientSocket> sockets = new ConcurrentHashMap<>();
    private final Map<Long, ClientSocket.Answer> asked = new ConcurrentHashMap<>();
    private final AtomicLong ids = new AtomicLong();
    private final Process process;
    private final BufferedWriter commands;

    private NodeDriver(Process process) {
        this.process = process;
        this.commands = process.outputWriter(StandardCharsets.UTF_8);
        Thread reader = new Thread(this::read, "node-driver");
        reader.setDaemon(true);
        reader.start();
    }

    static NodeDriver start() {
        Path module = Places.module();
        if (!module.resolve("node_modules/socket.io-client/package.json")
                .toFile()
                .isFile()) {
            throw new IllegalStateException("the JavaScript client is not installed: run 'npm ci' in " + module);
        }
        try {
            return new NodeDriver(new ProcessBuilder("node", "src/test/node/driver.js")
                    .directory(module.toFile())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start());
        } catch (IOException e) {
            throw new UncheckedIOException("Node.js could not be started: is 'node' on the path?", e);
        }
    }

    @Override
    public ClientSocket open(Connect connect) {
        long id = ids.incrementAndGet();
        ClientSocket socket = new ClientSocket(new Hands(id));
        sockets.put(id, socket);
        Map<String, @Nullable Object> command = new LinkedHashMap<>();
        command.put("command", "open");
        command.put("id", id);
        command.put("url", connect.address().toString());
        command.put("auth", connect.auth());
        command.put("query", connect.query());
        command.put("transports", connect.transports());
        command.put("raw", connect.raw());
        command.put("reconnect", connect.reconnect());
        command.put("page", connect.page());
        tell(command);
        return socket;
    }

    @Override
    public void close() {
        try {
            commands.close();
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            process.destroyForcibly();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void tell(Map<String, ?> command) {
        try {
            commands.write(Json.write(command));
            commands.newLine();
            commands.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("the Node process is gone", e);
        }
    }

    private void read() {
        try (BufferedReader facts = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = facts.readLine(); line != null; line = facts.readLine()) {
                JsonNode fact = Json.parse(line);
                ClientSocket socket = sockets.get(fact.path("id").asLong());
                if (socket != null) {
                    take(socket, fact);
                }
            }
        } catch (IOException e) {
            // the process was ended
        }
    }

    private void take(ClientSocket socket, JsonNode fact) {
        switch (fact.path("fact").asText()) {
            case "connected" ->
                socket.wasConnected(
                        fact.path("sid").asText(),
                        fact.path("recovered").asBoolean(),
                        fact.path("pid").asText());
            case "refused" -> socket.wasRefused(new Refusal(fact.path("message").asText(), fact.path("data")));
            case "disconnected" -> socket.wasDisconnected(fact.path("reason").asText());
            case "closed" -> socket.wasClosed();
            case "raw" -> socket.heardRaw(fact.path("text").asText());
            case "carrier" -> socket.heardBy(fact.path("name").asText());
            case "event" -> socket.heard(new Frame(fact.path("event").asText(), Json.elements(fact.path("args"))));
            case "answer" ->
                Objects.requireNonNull(asked.remove(fact.path("ask").asLong()))
                        .arrived(Json.elements(fact.path("args")));
            default -> throw new IllegalStateException("the driver said " + fact);
        }
    }

    private final class Hands implements ClientSocket.Hands {
        private final long id;

        Hands(long id) {
            this.id = id;
        }

        @Override
        public void close() {
            tell(Map.of("command", "close", "id", id));
        }

        @Override
        public void drop() {
            tell(Map.of("command", "drop", "id", id));
        }

        @Override
        public void send(String event, List<JsonNode> arguments, ClientSocket.@Nullable Answer answer) {
            long ask = ids.incrementAndGet();
            if (answer != null) {
                asked.put(ask, answer);
            }
            tell(Map.of(
                    "command",
                    "send",
                    "id",
                    id,
                    "event",
                    event,
                    "args",
                    arguments,
                    "ask",
                    ask,
                    "wantsAnswer",
                    answer != null));
        }
    }
}
