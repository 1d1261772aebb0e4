package dev.pluginio.testkit;

import dev.pluginio.api.content.Action;
import dev.pluginio.api.content.ContentCatalog;
import dev.pluginio.api.content.ContentType;
import dev.pluginio.api.content.Entry;
import dev.pluginio.api.host.ContentLifecycle;
import dev.pluginio.api.realtime.Envelope;
import dev.pluginio.api.realtime.IoService;
import dev.pluginio.api.realtime.RawRequest;
import io.socket.client.Socket;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Runs plugin-io, the packed jar, in a small host of its own that keeps everything in memory. Extensions that PF4J finds
 * on the class path of the tests take part, as do those that are given.
 *
 * <pre>{@code
 * @RegisterExtension
 * static final PluginIoExtension io = PluginIoExtension.builder()
 *         .contentType(ContentType.of("api::article.article", Attribute.value("title")))
 *         .role("editor", "api::article.article.create")
 *         .build();
 *
 * @Test
 * void editorsHearOfNewArticles() {
 *     TestClient editor = io.connectAs("editor");
 *     TestClient visitor = io.connect();
 *
 *     io.create("api::article.article", Map.of("title", "Hello"));
 *
 *     assertThat(editor.expect("article:create").data()).containsEntry("title", "Hello");
 *     visitor.expectNothing("article:create");
 * }
 * }</pre>
 *
 * <p>It is started before the first test of a class and stopped after the last one.
 *
 * @since 0.1
 */
public final class PluginIoExtension implements BeforeAllCallback, AfterAllCallback, AutoCloseable {

    static final String BARRIER = "testkit:barrier";

    private final PluginIoBuilder given;
    private final OkHttpClient http = new OkHttpClient.Builder().build();
    private final List<TestClient> clients = new CopyOnWriteArrayList<>();
    private @Nullable Running running;

    private record Running(TestHost host, TestPlugins plugins, Path folder, int port) {}

    PluginIoExtension(PluginIoBuilder given) {
        this.given = given;
    }

    /**
     * Begins to describe what is wanted.
     *
     * @return a builder
     */
    public static PluginIoBuilder builder() {
        return new PluginIoBuilder();
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        start();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        close();
    }

    /**
     * Starts it where JUnit does not.
     *
     * @throws IllegalStateException if it runs already, or does not start
     */
    public void start() {
        if (running != null) {
            throw new IllegalStateException("plugin-io runs already");
        }
        try {
            Path folder = Files.createTempDirectory("plugin-io-test");
            PluginsFile file = PluginsFile.write(
                    folder,
                    given.config,
                    given.contentTypes.stream().map(ContentType::uid).toList());
            ContentCatalog catalog = ContentCatalog.of(given.contentTypes);
            TestAccess access = new TestAccess(given.roles, given.tokens);
            TestContent content = new TestContent(catalog, access, () -> extension(ContentLifecycle.class));
            TestHost host = new TestHost(catalog, access, content, file.path());
            TestPlugins plugins = new TestPlugins(host, given.extensions, folder);
            running = new Running(host, plugins, folder, file.port());
            plugins.run(PackedPlugin.file());
            given.plugins.forEach(plugins::run);
        } catch (IOException e) {
            throw new IllegalStateException("there is no place for the plugins file", e);
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    private Running running() {
        if (running == null) {
            throw new IllegalStateException("plugin-io does not run; register this as a static field with"
                    + " @RegisterExtension, or call start()");
        }
        return running;
    }

    private <T> T extension(Class<T> point) {
        return running().plugins().getExtensions(point).stream()
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("plugin-io offers no " + point.getName()));
    }

    /**
     * The realtime service.
     *
     * @return the service that plugins get
     */
    public IoService service() {
        return extension(IoService.class);
    }

    /**
     * The port it listens on.
     *
     * @return the port, on loopback
     */
    public int port() {
        return running().port();
    }

    /**
     * Connects a client without credentials to {@code /}.
     *
     * @return the client
     */
    public TestClient connect() {
        return client().connect();
    }

    /**
     * Connects a user of a role to {@code /}.
     *
     * @param role the role's name
     * @return the client
     * @throws IllegalArgumentException if there is no such role
     */
    public TestClient connectAs(String role) {
        return client().as(role).connect();
    }

    /**
     * Describes a client.
     *
     * @return a connection to {@code /} without credentials
     */
    public Connection client() {
        return new Connection(port(), http, running().host().access(), this::opened, "/", Map.of());
    }

    private TestClient opened(Socket socket, String namespace) {
        TestClient client = new TestClient(socket, () -> sendBarrier(namespace));
        clients.add(client);
        return client;
    }

    private void sendBarrier(String namespace) {
        service()
                .emitToNamespace(namespace, RawRequest.of(BARRIER, null).envelope(Envelope.BARE))
                .toCompletableFuture()
                .join();
    }

    /**
     * Creates an entry.
     *
     * @param uid the content type's uid
     * @param values its attributes
     * @return the entry
     * @throws IllegalArgumentException if there is no such content type
     */
    public Entry create(String uid, Map<String, ? extends @Nullable Object> values) {
        return running().host().content().create(uid, values);
    }

    /**
     * Changes an entry.
     *
     * @param uid the content type's uid
     * @param documentId which entry
     * @param values the attributes that change
     * @return the entry as it is now
     * @throws IllegalArgumentException if there is no such entry
     */
    public Entry update(String uid, String documentId, Map<String, ? extends @Nullable Object> values) {
        return running().host().content().change(uid, Action.UPDATE, documentId, values);
    }

    /**
     * Publishes an entry, or does something else with it that has a name of its own.
     *
     * @param action such as {@code publish} and {@code unpublish}
     * @param uid the content type's uid
     * @param documentId which entry
     * @param values the attributes that change
     * @return the entry as it is now
     * @throws IllegalArgumentException if there is no such entry
     */
    public Entry change(String action, String uid, String documentId, Map<String, ? extends @Nullable Object> values) {
        return running().host().content().change(uid, new Action(action), documentId, values);
    }

    /**
     * Deletes an entry.
     *
     * @param uid the content type's uid
     * @param documentId which entry
     * @throws IllegalArgumentException if there is no such entry
     */
    public void delete(String uid, String documentId) {
        running().host().content().delete(uid, documentId);
    }

    /**
     * Gives a role more permissions, and waits until they hold.
     *
     * @param role the role's name
     * @param permissions such as {@code api::article.article.find}
     */
    public void permit(String role, String... permissions) {
        running().host().access().permit(role, Set.of(permissions));
    }

    /**
     * Takes permissions from a role, and waits until that holds.
     *
     * @param role the role's name
     * @param permissions such as {@code api::article.article.find}
     */
    public void forbid(String role, String... permissions) {
        running().host().access().forbid(role, Set.of(permissions));
    }

    /**
     * Logs a user out everywhere, and waits until that holds.
     *
     * @param user the user's name
     */
    public void logOut(String user) {
        running().host().access().logOut(user);
    }

    /**
     * Revokes an API token, and waits until that holds.
     *
     * @param name the token's name
     */
    public void revoke(String name) {
        running().host().access().revoke(name);
    }

    /** Disconnects all clients and stops plugin-io. Idempotent. */
    @Override
    public void close() {
        clients.forEach(TestClient::close);
        clients.clear();
        Running ending = running;
        running = null;
        if (ending != null) {
            ending.plugins().end();
            deleteQuietly(ending.folder());
        }
        ExecutorService dispatcher = http.dispatcher().executorService();
        dispatcher.shutdown();
        http.connectionPool().evictAll();
        awaitQuietly(dispatcher);
    }

    private static void awaitQuietly(ExecutorService dispatcher) {
        try {
            if (!dispatcher.awaitTermination(5, TimeUnit.SECONDS)) {
                dispatcher.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void deleteQuietly(Path folder) {
        for (Path path : List.of(folder.resolve("plugins.yml"), folder)) {
            if (!path.toFile().delete()) {
                path.toFile().deleteOnExit();
            }
        }
    }
}
