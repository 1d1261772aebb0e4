package dev.pluginio;

import static dev.pluginio.testing.Blog.ARTICLE;

import dev.pluginio.api.realtime.Reloaded;
import io.socket.client.IO;
import io.socket.client.Socket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.json.JSONObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.pf4j.DefaultPluginManager;

/** A running plugin whose host gives everybody every right, one client of it, and a configuration that can be changed. */
@SuppressWarnings("NullAway.Init") // filled before each test
abstract class LiveConfigurationTesting {

    @TempDir
    Path folder;

    final List<JSONObject> heard = new CopyOnWriteArrayList<>();
    final AtomicInteger disconnected = new AtomicInteger();
    int port;
    Wiring wiring;
    Socket client;

    @BeforeEach
    void start() throws Exception {
        port = freePort();
        write(config("contentTypes: [" + ARTICLE + "]"));
        wiring = Wiring.start(new WholeHost(folder, null), new DefaultPluginManager(folder.resolve("plugins")), "test");
        client = IO.socket(
                URI.create("http://127.0.0.1:" + port),
                IO.Options.builder().setForceNew(true).build());
        CompletableFuture<Void> connected = new CompletableFuture<>();
        client.on(Socket.EVENT_CONNECT, args -> connected.complete(null));
        client.on(Socket.EVENT_DISCONNECT, args -> disconnected.incrementAndGet());
        for (String event : List.of("article:create", "article:update", "tag:create", "tag:update", "marker")) {
            client.on(event, args -> heard.add((JSONObject) args[0]));
        }
        client.connect();
        connected.get(60, TimeUnit.SECONDS);
    }

    /** One below those that the system hands out by itself, so that nobody takes it before the plugin does. */
    static int freePort() {
        while (true) {
            try (ServerSocket free = new ServerSocket(
                    ThreadLocalRandom.current().nextInt(15_000, 32_000), 1, InetAddress.getLoopbackAddress())) {
                return free.getLocalPort();
            } catch (IOException e) {
                // somebody has it: the next one
            }
        }
    }

    @AfterEach
    void stop() {
        client.close();
        wiring.close();
    }

    String config(String config) {
        return "io:\n  watch: false\n  config:\n"
                + (config + "\nsocket: { serverOptions: { port: " + port + " } }").indent(4);
    }

    /** As editors do: another file takes the place of the old one. */
    void write(String text) throws IOException {
        Path fresh = Files.writeString(folder.resolve("plugins.yml.swp"), text);
        Files.move(fresh, folder.resolve("plugins.yml"), StandardCopyOption.REPLACE_EXISTING);
    }

    Reloaded reload(String config) throws Exception {
        write(config(config));
        return wiring.service().orElseThrow().reload().toCompletableFuture().get(60, TimeUnit.SECONDS);
    }
}
