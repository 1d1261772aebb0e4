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

    /**
     * Has the host check credentials of its own, which are part of what this strategy takes: for a strategy that adds
     * something to a log-in. May block. Each strategy sees only what clients sent to it by its name; tokens that clients
     * show to the host's own strategies are seen by the host alone.
     *
     * @param claimed what the client showed; the strategy is {@link Credentials#JWT} or {@link Credentials#API_TOKEN}
     * @return what the host decides; a refusal for another strategy
     */
    Authentication authenticate(Credentials claimed);
}
