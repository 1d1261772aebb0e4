package dev.pluginio.testkit;

import dev.pluginio.api.access.Credentials;
import io.socket.client.IO;
import io.socket.client.Socket;
import java.util.LinkedHashMap;
import java.util.Map;
import okhttp3.OkHttpClient;
import org.json.JSONObject;
import org.jspecify.annotations.Nullable;

/**
 * How a client is to connect. Each method gives another one.
 *
 * <pre>{@code
 * TestClient editor = io.client().as("editor").namespace("/custom").connect();
 * }</pre>
 *
 * @since 0.1
 */
public final class Connection {

    /** Opens what is asked for. */
    @FunctionalInterface
    interface Door {
        TestClient open(Socket socket, String namespace);
    }

    private final int port;
    private final OkHttpClient http;
    private final TestAccess access;
    private final Door door;
    private final String namespace;
    private final Map<String, String> auth;

    Connection(int port, OkHttpClient http, TestAccess access, Door door, String namespace, Map<String, String> auth) {
        this.port = port;
        this.http = http;
        this.access = access;
        this.door = door;
        this.namespace = namespace;
        this.auth = auth;
    }

    /**
     * Enters another namespace than {@code /}.
     *
     * @param name the namespace, such as {@code /custom}
     * @return a connection to it
     */
    public Connection namespace(String name) {
        return new Connection(port, http, access, door, name, auth);
    }

    /**
     * Logs in as a user of a role; the user is named after the role.
     *
     * @param role the role's name
     * @return a connection with those credentials
     * @throws IllegalArgumentException if there is no such role
     */
    public Connection as(String role) {
        return as(role, role);
    }

    /**
     * Logs in as a user.
     *
     * @param role the role's name
     * @param user the user's name and id
     * @return a connection with those credentials
     * @throws IllegalArgumentException if there is no such role
     */
    public Connection as(String role, String user) {
        return with(access.ofUser(user, role));
    }

    /**
     * Shows an API token.
     *
     * @param name the token's name
     * @return a connection with those credentials
     * @throws IllegalArgumentException if there is no such token
     */
    public Connection withToken(String name) {
        return with(access.ofToken(name));
    }

    private Connection with(Credentials credentials) {
        return auth(Map.of("strategy", credentials.strategy(), "token", credentials.token()));
    }

    /**
     * Sends an auth payload of its own.
     *
     * @param payload the payload
     * @return a connection with that payload
     */
    public Connection auth(Map<String, String> payload) {
        return new Connection(port, http, access, door, namespace, new LinkedHashMap<>(payload));
    }

    /**
     * Connects.
     *
     * @return the client, which is closed when the tests are over
     * @throws AssertionError if it is refused
     */
    public TestClient connect() {
        TestClient client = door.open(socket(), namespace);
        @Nullable Object refusal = client.connect();
        if (refusal != null) {
            throw new AssertionError("the client was refused: " + refusal);
        }
        return client;
    }

    /**
     * Tries to connect, in vain.
     *
     * @return the code of the refusal
     * @throws AssertionError if it is admitted
     */
    public String expectRefusal() {
        TestClient client = door.open(socket(), namespace);
        @Nullable Object refusal = client.connect();
        if (refusal instanceof JSONObject error && error.optJSONObject("data") != null) {
            return error.optJSONObject("data").optString("code");
        }
        throw new AssertionError(refusal == null ? "the client was admitted" : "the refusal has no code: " + refusal);
    }

    private Socket socket() {
        IO.Options options = new IO.Options();
        options.forceNew = true;
        options.reconnection = false;
        options.transports = new String[] {"websocket"};
        options.auth = auth;
        options.callFactory = http;
        options.webSocketFactory = http;
        return IO.socket(java.net.URI.create("http://127.0.0.1:" + port + namespace), options);
    }
}
