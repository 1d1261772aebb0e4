package dev.pluginio.session;

import dev.pluginio.api.access.AuthRequest;
import dev.pluginio.api.access.Authentication;
import dev.pluginio.api.access.Authentication.Refused;
import dev.pluginio.api.access.Authenticator;
import dev.pluginio.api.access.Credentials;
import dev.pluginio.api.access.Principal;
import dev.pluginio.api.realtime.HandshakeRequest;
import dev.pluginio.session.handlers.Handlers;
import dev.pluginio.session.handlers.Verdict;
import dev.pluginio.transport.Handshake;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decides who a client is from what it sent. May block: the host is asked. Thread-safe. */
final class Gate {

    private static final Logger LOG = LoggerFactory.getLogger(Gate.class);
    private static final int LONGEST_TOKEN = 8192;
    private static final long BETWEEN_LOGS = 1_000;
    private static final String HOST = "";
    private static final Set<String> STRATEGIES = Set.of(Credentials.JWT, Credentials.API_TOKEN);
    private static final Set<String> SECRETS =
            Set.of("token", "access_token", "accesstoken", "api_token", "apitoken", "api-token", "jwt", "auth");

    private static final Refused IN_ADDRESS = new Refused(
            "token_in_query", "Tokens are not accepted in the address; send { auth: { strategy, token } } instead");
    private static final Refused MALFORMED =
            new Refused("invalid_auth", "auth must be { strategy: 'jwt' | 'api-token', token: '…' }");
    private static final Refused UNKNOWN_STRATEGY =
            new Refused("unknown_strategy", "There is no such strategy; use 'jwt' or 'api-token'");
    /** The code where nobody could find out whether a client may come in. */
    static final String INTERNAL_ERROR = "internal_error";

    private static final Refused FAILED = new Refused(INTERNAL_ERROR, "Authentication is not possible at the moment");
    private static final Refused REQUIRED =
            new Refused("authentication_required", "This namespace is for those who log in or show a token");
    private static final Refused FORBIDDEN = new Refused("forbidden", "Your role may not enter this namespace");
    private static final Refused ADDRESS = new Refused("forbidden", "This namespace cannot be entered from here");
    private static final Refused STRATEGY =
            new Refused("strategy_not_allowed", "This namespace does not take this kind of credentials");
    private static final Refused EXPIRED = new Refused(Refused.EXPIRED_TOKEN, "The token has expired");

    private volatile SessionSettings settings;
    private final Authenticator authenticator;
    private final Handlers handlers;
    private final Executor blocking;
    private final Clock clock;
    private final AtomicLong quietUntil = new AtomicLong(Long.MIN_VALUE);

    Gate(SessionSettings settings, Authenticator authenticator, Handlers handlers, Executor blocking, Clock clock) {
        this.settings = settings;
        this.authenticator = authenticator;
        this.handlers = handlers;
        this.blocking = blocking;
        this.clock = clock;
    }

    void reconfigure(SessionSettings changed) {
        settings = changed;
    }

    /** Completes on any thread; never fails. */
    CompletionStage<Verdict> identify(Handshake untrusted) {
        try {
            return vetted(untrusted).handle((verdict, failure) -> {
                if (verdict == null || failure != null) {
                    if (mayLog()) {
                        LOG.warn("Clients are refused, because they could not be authenticated", failure);
                    }
                    return new Verdict(FAILED, HOST);
                }
                return unlessForbidden(untrusted.namespace(), unlessOver(verdict));
            });
        } catch (RuntimeException | Error e) {
            if (mayLog()) {
                LOG.error("Clients are refused, because the host could not authenticate them", e);
            }
            return decided(FAILED);
        }
    }

    /** Whoever connects again and again does not fill the log: true at most once a second. */
    private boolean mayLog() {
        long now = clock.millis();
        long until = quietUntil.get();
        return now >= until && quietUntil.compareAndSet(until, now + BETWEEN_LOGS);
    }

    private Verdict unlessForbidden(String namespace, Verdict verdict) {
        if (!(verdict.authentication() instanceof Authentication.Admitted admitted)) {
            return verdict;
        }
        Entrance entrance = settings.entrance(namespace);
        if (entrance.lacksCredentials(admitted.principal())) {
            return new Verdict(REQUIRED, HOST);
        }
        return entrance.admits(admitted.principal()) ? verdict : new Verdict(FORBIDDEN, HOST);
    }

    private CompletionStage<Verdict> vetted(Handshake untrusted) {
        if (!handlers.isFiltering()) {
            return decide(untrusted);
        }
        return handlers.refuses(new FilterRequest(untrusted))
                .thenCompose(refused -> refused.isPresent()
                        ? decided(refused.get())
                        : CompletableFuture.supplyAsync(() -> decide(untrusted), blocking)
                                .thenCompose(Function.identity()));
    }

    private Verdict unlessOver(Verdict verdict) {
        return verdict.authentication() instanceof Authentication.Admitted admitted && isOver(admitted.principal())
                ? new Verdict(EXPIRED, verdict.plugin())
                : verdict;
    }

    private static CompletionStage<Verdict> decided(Authentication authentication) {
        return CompletableFuture.completedStage(new Verdict(authentication, HOST));
    }

    private CompletionStage<Verdict> decide(Handshake untrusted) {
        Entrance entrance = settings.entrance(untrusted.namespace());
        InetAddress address = untrusted.remoteAddress().getAddress();
        if (address != null && !entrance.isFor(address)) {
            return decided(ADDRESS);
        }
        if (untrusted.query().keySet().stream().anyMatch(key -> SECRETS.contains(key.toLowerCase(Locale.ROOT)))) {
            return decided(IN_ADDRESS);
        }
        @Nullable Object named = untrusted.auth().get("strategy");
        if (named != null && !(named instanceof String)) {
            return decided(MALFORMED);
        }
        String strategy = named == null ? settings.defaultStrategy(untrusted.namespace()) : (String) named;
        if (!entrance.takes(strategy)) {
            return decided(STRATEGY);
        }
        if (STRATEGIES.contains(strategy)) {
            return decided(byToken(strategy, untrusted.auth().get("token")));
        }
        return handlers.authenticate(strategy, new ClientRequest(untrusted, authenticator))
                .thenApply(verdict -> verdict.orElseGet(() -> unknown(strategy, named == null, untrusted)));
    }

    private static Verdict unknown(String strategy, boolean isDefault, Handshake untrusted) {
        if (isDefault) {
            LOG.warn(
                    "Clients are refused: no started plugin has the strategy '{}', the default of namespace {}",
                    strategy,
                    untrusted.namespace());
        }
        return new Verdict(UNKNOWN_STRATEGY, HOST);
    }

    private Authentication byToken(String strategy, @Nullable Object token) {
        if (token == null) {
            return authenticator.anonymous();
        }
        return token instanceof String secret ? check(authenticator, new Credentials(strategy, secret)) : MALFORMED;
    }

    private static Authentication check(Authenticator authenticator, Credentials untrusted) {
        String token = untrusted.token();
        return token.isEmpty() || token.length() > LONGEST_TOKEN ? MALFORMED : authenticator.authenticate(untrusted);
    }

    /** What a filter of a plugin gets to see. */
    private record FilterRequest(Handshake untrusted) implements HandshakeRequest {

        @Override
        public String namespace() {
            return untrusted.namespace();
        }

        @Override
        public InetSocketAddress remoteAddress() {
            return untrusted.remoteAddress();
        }

        @Override
        public Map<String, List<String>> headers() {
            return untrusted.headers();
        }

        @Override
        public String toString() {
            return untrusted.toString();
        }
    }

    /** What a strategy of a plugin gets to see. */
    private record ClientRequest(Handshake untrusted, Authenticator authenticator) implements AuthRequest {

        @Override
        public String namespace() {
            return untrusted.namespace();
        }

        @Override
        public Map<String, @Nullable Object> auth() {
            return untrusted.auth();
        }

        @Override
        public InetSocketAddress remoteAddress() {
            return untrusted.remoteAddress();
        }

        @Override
        public Authentication anonymous() {
            return authenticator.anonymous();
        }

        @Override
        public Authentication authenticate(Credentials claimed) {
            return STRATEGIES.contains(claimed.strategy()) ? check(authenticator, claimed) : UNKNOWN_STRATEGY;
        }

        @Override
        public String toString() {
            return untrusted.toString();
        }
    }

    private boolean isOver(Principal principal) {
        return principal.expiresAt().map(end -> !end.isAfter(clock.instant())).orElse(false);
    }
}
