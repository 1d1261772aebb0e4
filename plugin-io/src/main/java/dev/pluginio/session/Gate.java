package dev.pluginio.session;

import dev.pluginio.api.access.Authentication;
import dev.pluginio.api.access.Authentication.Refused;
import dev.pluginio.api.access.Authenticator;
import dev.pluginio.api.access.Credentials;
import dev.pluginio.api.access.Principal;
import dev.pluginio.transport.Handshake;
import java.time.Clock;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decides who a client is from what it sent. May block: the host is asked. Thread-safe. */
final class Gate {

    private static final Logger LOG = LoggerFactory.getLogger(Gate.class);
    private static final int LONGEST_TOKEN = 8192;
    private static final Set<String> STRATEGIES = Set.of(Credentials.JWT, Credentials.API_TOKEN);
    private static final Set<String> SECRETS =
            Set.of("token", "access_token", "accesstoken", "api_token", "apitoken", "api-token", "jwt", "auth");

    private static final Refused IN_ADDRESS = new Refused(
            "token_in_query", "Tokens are not accepted in the address; send { auth: { strategy, token } } instead");
    private static final Refused MALFORMED =
            new Refused("invalid_auth", "auth must be { strategy: 'jwt' | 'api-token', token: '…' }");
    private static final Refused UNKNOWN_STRATEGY =
            new Refused("unknown_strategy", "The strategy must be 'jwt' or 'api-token'");
    private static final Refused FAILED = new Refused("internal_error", "Authentication is not possible at the moment");
    private static final Refused EXPIRED = new Refused(Refused.EXPIRED_TOKEN, "The token has expired");

    private final Authenticator authenticator;
    private final Clock clock;

    Gate(Authenticator authenticator, Clock clock) {
        this.authenticator = authenticator;
        this.clock = clock;
    }

    Authentication identify(Handshake untrusted) {
        Authentication authentication;
        try {
            authentication = decide(untrusted);
        } catch (RuntimeException | Error e) {
            LOG.error("The host could not authenticate a client, which was refused", e);
            return FAILED;
        }
        if (authentication instanceof Authentication.Admitted admitted && isOver(admitted.principal())) {
            return EXPIRED;
        }
        return authentication;
    }

    private Authentication decide(Handshake untrusted) {
        if (untrusted.query().keySet().stream().anyMatch(key -> SECRETS.contains(key.toLowerCase(Locale.ROOT)))) {
            return IN_ADDRESS;
        }
        @Nullable Object strategy = untrusted.auth().get("strategy");
        @Nullable Object token = untrusted.auth().get("token");
        if ((strategy != null && !(strategy instanceof String)) || (token != null && !(token instanceof String))) {
            return MALFORMED;
        }
        if (strategy != null && !STRATEGIES.contains(strategy)) {
            return UNKNOWN_STRATEGY;
        }
        if (token == null) {
            return authenticator.anonymous();
        }
        String secret = (String) token;
        if (secret.isEmpty() || secret.length() > LONGEST_TOKEN) {
            return MALFORMED;
        }
        return authenticator.authenticate(
                new Credentials(strategy == null ? Credentials.JWT : (String) strategy, secret));
    }

    private boolean isOver(Principal principal) {
        return principal.expiresAt().map(end -> !end.isAfter(clock.instant())).orElse(false);
    }
}
