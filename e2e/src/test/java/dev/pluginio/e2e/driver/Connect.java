package dev.pluginio.e2e.driver;

import java.net.URI;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a socket is to be opened.
 *
 * @param address the server, with the namespace as path
 * @param auth the payload of the handshake; null for none
 * @param query the parameters of the connection's address
 * @param transports in the order to be tried
 * @param raw whether the packets are to be kept as they came over the wire
 * @param reconnect whether it connects again by itself
 * @param page JavaScript that works with the {@code socket} before it connects and hands events to {@code show}, each call of
 *     which is heard as {@value #SHOWN} with their names; null for none
 */
public record Connect(
        URI address,
        @Nullable Map<String, String> auth,
        Map<String, String> query,
        List<String> transports,
        boolean raw,
        boolean reconnect,
        @Nullable String page) {

    public static final String SHOWN = "(shown)";

    public static Connect to(URI address) {
        return new Connect(address, null, Map.of(), List.of("websocket"), false, false, null);
    }

    public Connect auth(@Nullable Map<String, String> auth) {
        return new Connect(address, auth, query, transports, raw, reconnect, page);
    }

    public Connect jwt(String token) {
        return auth(Map.of("strategy", "jwt", "token", token));
    }

    public Connect apiToken(String token) {
        return auth(Map.of("strategy", "api-token", "token", token));
    }

    public Connect query(Map<String, String> query) {
        return new Connect(address, auth, query, transports, raw, reconnect, page);
    }

    public Connect transports(String... transports) {
        return new Connect(address, auth, query, List.of(transports), raw, reconnect, page);
    }

    public Connect reconnecting() {
        return new Connect(address, auth, query, transports, raw, true, page);
    }

    public Connect keepingRaw() {
        return new Connect(address, auth, query, transports, true, reconnect, page);
    }

    public Connect running(String page) {
        return new Connect(address, auth, query, transports, raw, reconnect, page);
    }
}
