package dev.pluginio.session;

import dev.pluginio.api.access.AccessChange.UserChanged;
import dev.pluginio.api.access.Authentication.Refused;
import dev.pluginio.api.access.Grantee;
import dev.pluginio.api.access.Role;

/**
 * Why a client's stay is ended, in words that the client is told.
 *
 * @param code what programs read
 * @param reason what people read
 */
record Ending(String code, String reason) {

    static final Ending TOKEN_EXPIRED = new Ending("token_expired", "The token has expired");
    static final Ending TOKEN_REVOKED = new Ending("token_revoked", "The token has been revoked");
    static final Ending ROLE_REMOVED = new Ending("role_removed", "The role does not exist any more");
    static final Ending FORBIDDEN = new Ending("forbidden", "Your role may not be in this namespace any more");

    static final Ending ADDRESS =
            new Ending("forbidden", "This namespace cannot be entered from where you are any more");

    /** What a change of a user means for the user's clients; the host is asked about one that was edited. */
    static Ending of(UserChanged.Cause cause) {
        return switch (cause) {
            case BLOCKED -> new Ending(Refused.BLOCKED, "The account has been blocked");
            case DELETED -> new Ending("deleted", "The account has been removed");
            case LOGGED_OUT -> new Ending("logged_out", "You have logged out");
            case PASSWORD_CHANGED -> new Ending("password_changed", "The password has been changed");
            case EDITED -> new Ending(Refused.RIGHTS_CHANGED, "Your rights have changed; log in again");
        };
    }

    /** The host admits the client no more. */
    static Ending of(Refused refused) {
        return new Ending(refused.code(), refused.message());
    }

    /** A role or token is gone. */
    static Ending gone(Grantee grantee) {
        return grantee instanceof Role ? ROLE_REMOVED : TOKEN_REVOKED;
    }
}
