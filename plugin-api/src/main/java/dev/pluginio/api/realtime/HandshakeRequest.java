package dev.pluginio.api.realtime;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;

/**
 * A client that asks for a namespace, before it is known who it is. All of it is untrusted. Neither its credentials nor
 * its cookies are here.
 *
 * @since 0.1
 */
public interface HandshakeRequest {

    /**
     * The namespace it asks for.
     *
     * @return the name, such as {@code /}
     */
    String namespace();

    /**
     * Where it connects from, behind the trusted proxies.
     *
     * @return the address
     */
    InetSocketAddress remoteAddress();

    /**
     * The headers of the first request of its connection, but for those that may hold secrets, such as
     * {@code authorization} and {@code cookie}.
     *
     * @return by name, in small letters; empty if the connection is older than the first filter that was there
     */
    Map<String, List<String>> headers();
}
