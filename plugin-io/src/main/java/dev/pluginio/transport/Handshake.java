package dev.pluginio.transport;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a client sent to enter a namespace. All of it is untrusted, and parts of it are secret: nothing of it is logged.
 *
 * @param namespace the namespace it asks for, which exists
 * @param auth the payload of its request; empty if it sent none
 * @param query the parameters of the connection's address
 * @param remoteAddress the peer of the connection
 * @param headers of the connection's first request, by name in small letters, without credentials; empty unless
 *     {@link ClientListener#looksAtHeaders} when it came
 */
public record Handshake(
        String namespace,
        Map<String, @Nullable Object> auth,
        Map<String, List<String>> query,
        InetSocketAddress remoteAddress,
        Map<String, List<String>> headers) {

    /** One of whose connection nothing more is known. */
    public Handshake(
            String namespace,
            Map<String, @Nullable Object> auth,
            Map<String, List<String>> query,
            InetSocketAddress remoteAddress) {
        this(namespace, auth, query, remoteAddress, Map.of());
    }

    @Override
    public String toString() {
        return "Handshake[namespace=" + namespace + ", remoteAddress=" + remoteAddress + "]";
    }
}
