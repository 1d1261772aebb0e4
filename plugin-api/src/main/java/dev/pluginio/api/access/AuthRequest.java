package dev.pluginio.api.access;

import java.net.InetSocketAddress;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A client that asks to be admitted. All of it is untrusted, and parts of it are secret: do not log it.
 *
 * @since 0.1
 */
public interface AuthRequest {

    /**
     * The namespace it asks for.
     *
     * @return the name, such as {@code /}
     */
    String namespace();

    /**
     * The payload of its handshake: what the client was given as {@code auth}.
     *
     * @return JSON values as null, Boolean, Number, String, List and Map; empty if it sent none
     */
    Map<String, @Nullable Object> auth();

    /**
     * The peer of its connection.
     *
     * @return the address
     */
    InetSocketAddress remoteAddress();

    /**
     * What the host decides about clients that show no credentials. May block.
     *
     * @return usually the public principal; a refusal where everyone must log in
     */
    Authentication anonymous();
}
