package dev.pluginio.session.handlers;

import dev.pluginio.api.access.AuthRequest;
import dev.pluginio.api.access.Authentication.Refused;
import dev.pluginio.api.realtime.AuthStrategy;
import dev.pluginio.api.realtime.HandshakeFilter;
import dev.pluginio.api.realtime.HandshakeRequest;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Asks plugins whether a client may come in, and who it is. Thread-safe. */
final class Vetting {

    private final Guests guests;
    private final Awaited awaited;

    Vetting(Guests guests, Awaited awaited) {
        this.guests = guests;
        this.awaited = awaited;
    }

    /** Asks one filter after the other, until one refuses. */
    CompletionStage<Optional<Refused>> refuses(HandshakeRequest untrusted) {
        return refuses(guests.routes().all(HandshakeFilter.class), untrusted);
    }

    private static CompletionStage<Optional<Refused>> refuses(
            List<Bound<HandshakeFilter>> filters, HandshakeRequest untrusted) {
        if (filters.isEmpty()) {
            return CompletableFuture.completedStage(Optional.empty());
        }
        Bound<HandshakeFilter> first = filters.get(0);
        return first.call(filter -> filter.refuses(untrusted, first))
                .thenCompose(refused -> refused.isPresent()
                        ? CompletableFuture.completedStage(refused)
                        : refuses(filters.subList(1, filters.size()), untrusted));
    }

    /** Asks the strategy of a name; empty if there is none, also after a while. */
    CompletionStage<Optional<Verdict>> authenticate(String strategy, AuthRequest untrusted) {
        @Nullable CompletionStage<@Nullable Void> later = awaited.of(strategy);
        Bound<AuthStrategy> bound = guests.routes().strategies().get(strategy);
        if (bound != null) {
            return bound.ask(asked -> asked.authenticate(untrusted, bound))
                    .thenApply(decided -> Optional.of(Verdict.of(decided, bound)));
        }
        return later == null
                ? CompletableFuture.completedStage(Optional.empty())
                : later.thenCompose(again -> authenticate(strategy, untrusted));
    }
}
