package dev.pluginio.transport;

import java.time.Duration;
import java.util.Set;

/**
 * How clients reach the plugin.
 *
 * @param host the address to listen on
 * @param port the port to listen on; 0 for any that is free
 * @param path the path of the endpoint, with a leading and without a trailing slash
 * @param corsOrigins the origins whose pages may connect, each as {@code scheme://host[:port]}, or {@code *} for all;
 *     empty for none but the same origin
 * @param pingInterval how long after the last answer a ping is sent
 * @param pingTimeout how long an answer to a ping may take
 * @param connectTimeout how long a connection may stay without having entered a namespace
 * @param maxPayload the largest message a client may send, in bytes
 * @param maxQueuedBytes how many bytes may wait for one client before it is disconnected
 * @param namespaces the namespaces that exist
 * @param limits what one address and one client may do
 */
public record TransportSettings(
        String host,
        int port,
        String path,
        Set<String> corsOrigins,
        Duration pingInterval,
        Duration pingTimeout,
        Duration connectTimeout,
        int maxPayload,
        long maxQueuedBytes,
        Set<String> namespaces,
        Limits limits) {

    /** The values that hold where nothing else is configured; those of the official server, on loopback. */
    public static TransportSettings defaults() {
        return new TransportSettings(
                "127.0.0.1",
                1338,
                "/socket.io",
                Set.of(),
                Duration.ofMillis(25_000),
                Duration.ofMillis(20_000),
                Duration.ofMillis(45_000),
                1_000_000,
                4_194_304,
                Set.of(Audience.ROOT),
                Limits.defaults());
    }
}
