package dev.pluginio.sample.access;

import dev.pluginio.api.access.Authentication;
import dev.pluginio.api.access.Authentication.Admitted;
import dev.pluginio.api.access.Authentication.Refused;
import dev.pluginio.api.access.Authenticator;
import dev.pluginio.api.access.Credentials;
import dev.pluginio.api.access.Principal;
import dev.pluginio.sample.store.Database;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

/** Tells who a client is, for REST and for plugins alike. Asks the database each time: a block acts at once. */
public final class ClientAuthenticator implements Authenticator {

    static final String BLOCKED_MESSAGE = "Your account has been blocked by an administrator";

    private static final Refused INVALID = new Refused(Refused.INVALID_TOKEN, "Missing or invalid credentials");
    private static final Refused EXPIRED = new Refused(Refused.EXPIRED_TOKEN, "The token has expired");
    private static final Refused LOGGED_OUT =
            new Refused(Refused.INVALID_TOKEN, "You have logged out, or changed the password; log in again");
    private static final Refused BLOCKED = new Refused(Refused.BLOCKED, BLOCKED_MESSAGE);

    private final Database database;
    private final Jwts jwts;
    private final Clock clock;

    /**
     * Makes the authenticator.
     *
     * @param database where users and tokens are
     * @param jwts checks the tokens of users
     * @param clock tells what has expired
     */
    public ClientAuthenticator(Database database, Jwts jwts, Clock clock) {
        this.database = database;
        this.jwts = jwts;
        this.clock = clock;
    }

    @Override
    public Authentication authenticate(Credentials untrusted) {
        return switch (untrusted.strategy()) {
            case Credentials.JWT -> jwt(untrusted.token());
            case Credentials.API_TOKEN -> apiToken(untrusted.token());
            default -> INVALID;
        };
    }

    @Override
    public Authentication anonymous() {
        return database.inTransaction(em -> new Admitted(
                new Principal.Public(Roles.ofKind(em, RoleKind.PUBLIC).role())));
    }

    private Authentication jwt(String untrusted) {
        Optional<Jwts.Claim> claim = jwts.read(untrusted);
        if (claim.isEmpty()) {
            return INVALID;
        }
        Instant end = claim.get().expiresAt();
        if (!clock.instant().isBefore(end)) {
            return EXPIRED;
        }
        return database.inTransaction(em -> Users.byId(em, claim.get().userId())
                .map(user ->
                        user.loginGeneration() == claim.get().generation() ? user(user, Optional.of(end)) : LOGGED_OUT)
                .orElse(INVALID));
    }

    @Override
    public Authentication refresh(Principal.User current) {
        return database.inTransaction(em -> Users.byId(em, current.id())
                .map(user -> user(user, current.expiresAt()))
                .orElse(INVALID));
    }

    private static Authentication user(UserRecord user, Optional<Instant> end) {
        return user.isBlocked()
                ? BLOCKED
                : new Admitted(new Principal.User(
                        user.id(), user.username(), user.role().role(), end));
    }

    private Authentication apiToken(String untrusted) {
        Instant now = clock.instant();
        return database.inTransaction(em -> ApiTokens.bySecret(em, untrusted)
                .map(token -> token.isExpired(now) ? EXPIRED : new Admitted(new Principal.Token(token.token())))
                .orElse(INVALID));
    }
}
