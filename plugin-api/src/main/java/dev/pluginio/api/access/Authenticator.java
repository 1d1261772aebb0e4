package dev.pluginio.api.access;

/**
 * Tells who a client is. Called on threads of the plugin, concurrently; it may block (a database may be asked).
 *
 * @since 0.1
 */
public interface Authenticator {

    /**
     * Checks credentials. An exception refuses the client with a message that tells nothing of the cause, and is logged.
     *
     * @param untrusted what the client showed; the strategy is {@link Credentials#JWT} or {@link Credentials#API_TOKEN}
     * @return the principal, or a refusal with a reason the client may see
     */
    Authentication authenticate(Credentials untrusted);

    /**
     * Decides about a client that shows no credentials.
     *
     * @return usually the {@linkplain Principal.Public public} principal; a refusal where everyone must log in
     */
    Authentication anonymous();
}
