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

    /**
     * Tells who a user is now that was admitted earlier, after {@link AccessChange.UserChanged} or when the user's role is
     * gone. Clients of a user who has another role keep their connections: they are moved, and told to reload.
     *
     * @param current as whom the client was admitted, or was moved to since
     * @return the same user as of now, usually with the end of {@code current}; or a refusal, which ends the client's stay
     *     with that reason. A host that cannot tell refuses, as it does by default
     */
    default Authentication refresh(Principal.User current) {
        return new Authentication.Refused(
                Authentication.Refused.RIGHTS_CHANGED, "Your rights have changed; log in again");
    }
}
