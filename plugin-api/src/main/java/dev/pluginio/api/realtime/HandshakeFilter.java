package dev.pluginio.api.realtime;

import dev.pluginio.api.access.Authentication;
import java.util.Optional;
import org.pf4j.ExtensionPoint;

/**
 * Turns clients away before it is asked who they are. All filters are asked, one after the other, for each namespace
 * that a client asks for; the first refusal counts.
 *
 * <p>Called concurrently, on threads of plugin-io that may be held up. A filter that throws, takes longer than ten
 * seconds, or that too many wait for lets nobody in: the client's connection is closed, so that it tries again by itself,
 * and the log says why. While its plugin does not run, a filter turns nobody away.
 *
 * @since 0.1
 */
public interface HandshakeFilter extends ExtensionPoint {

    /**
     * Decides about a client.
     *
     * @param untrusted what is known of it
     * @param context the realtime service, the host, and the filter's settings
     * @return why it may not come in, with a code and a message that it sees; empty to let others decide
     * @throws Exception if it cannot be decided, which lets nobody in and is logged
     */
    Optional<Authentication.Refused> refuses(HandshakeRequest untrusted, IoContext context) throws Exception;
}
