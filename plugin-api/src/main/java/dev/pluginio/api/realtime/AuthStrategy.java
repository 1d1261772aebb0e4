package dev.pluginio.api.realtime;

import dev.pluginio.api.access.AuthRequest;
import dev.pluginio.api.access.Authentication;
import dev.pluginio.api.access.Credentials;
import java.util.concurrent.CompletionStage;
import org.pf4j.ExtensionPoint;

/**
 * A way to tell who a client is, beside the host's own ones. A client chooses it by name, with
 * {@code auth: { strategy: 'name', … }}; a client that names none gets the {@code defaultStrategy} of its namespace.
 *
 * <p>One of the two {@code authenticate} is overridden. They are called concurrently, on threads of plugin-io that may be
 * held up. A stage that fails or takes too long, and an exception, refuse the client with a message that tells nothing of
 * the cause, and are logged.
 *
 * @since 0.1
 */
public interface AuthStrategy extends ExtensionPoint {

    /**
     * What clients and the configuration call it. Asked once, when the plugin has started.
     *
     * @return the name; neither {@link Credentials#JWT} nor {@link Credentials#API_TOKEN}, which are the host's
     */
    String name();

    /**
     * Decides about a client.
     *
     * @param untrusted what the client sent
     * @return the principal, or a refusal with a reason the client may see;
     *     {@link AuthRequest#anonymous()} admits as the public role what the host admits without credentials
     */
    default CompletionStage<Authentication> authenticate(AuthRequest untrusted) {
        throw new UnsupportedOperationException(getClass().getName() + " must override authenticate");
    }

    /**
     * Decides about a client. For strategies that need what is around them; the others leave it at
     * {@link #authenticate(AuthRequest)}, which this calls.
     *
     * @param untrusted what the client sent
     * @param context the realtime service, the host, and the strategy's settings
     * @return the principal, or a refusal with a reason the client may see
     */
    default CompletionStage<Authentication> authenticate(AuthRequest untrusted, IoContext context) {
        return authenticate(untrusted);
    }
}
