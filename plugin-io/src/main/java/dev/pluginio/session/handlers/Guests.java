package dev.pluginio.session.handlers;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The plugins that are there now. They come and go while clients are there. Thread-safe. */
final class Guests {

    private final Function<Offer, Guest> begin;
    private final Map<String, Guest> guests = new HashMap<>();
    private Offer own = Offer.of(Handlers.OWN);
    private List<Offer> others = List.of();
    private volatile Routes routes = Routes.NONE;
    private volatile @Nullable CompletableFuture<@Nullable Void> change;

    /**
     * Begins without any plugin.
     *
     * @param begin takes in a plugin
     * @param isAwaited whether plugins are to be waited for, until {@link #stopWaiting}
     */
    Guests(Function<Offer, Guest> begin, boolean isAwaited) {
        this.begin = begin;
        this.change = isAwaited ? new CompletableFuture<>() : null;
    }

    Routes routes() {
        return routes;
    }

    /** Completes when plugins have come or gone; null if nobody is waited for. */
    @Nullable
    CompletableFuture<@Nullable Void> change() {
        return change;
    }

    /** Takes what is answered without any plugin. */
    void own(List<Object> extensions) {
        List<Guest> over;
        synchronized (guests) {
            own = new Offer(Handlers.OWN, extensions);
            over = arrange();
        }
        over.forEach(Guest::end);
    }

    /** Takes what plugins offer from now on; what is not among it any more is let go. */
    void offer(Collection<Offer> offers) {
        List<Guest> over;
        synchronized (guests) {
            others = List.copyOf(offers);
            over = arrange();
        }
        over.forEach(Guest::end);
        if (change != null) {
            changed(new CompletableFuture<>());
        }
    }

    private List<Guest> arrange() {
        Map<String, Guest> now = new HashMap<>();
        RoutesBuilder builder = new RoutesBuilder();
        List<Offer> all = new ArrayList<>(List.of(own));
        all.addAll(others);
        for (Offer offer : all) {
            Guest known = guests.get(offer.plugin());
            Guest guest = known != null && known.offers(offer) ? known : begin.apply(offer);
            now.put(offer.plugin(), guest);
            builder.add(guest, guest != known);
        }
        List<Guest> over = guests.values().stream()
                .filter(guest -> !now.containsValue(guest))
                .toList();
        routes = builder.routes();
        guests.clear();
        guests.putAll(now);
        return over;
    }

    /** Has those look again who wait for a plugin, for the last time. */
    void stopWaiting() {
        changed(null);
    }

    private void changed(@Nullable CompletableFuture<@Nullable Void> next) {
        CompletableFuture<@Nullable Void> last;
        synchronized (guests) {
            last = change;
            change = last == null ? null : next;
        }
        if (last != null) {
            last.complete(null);
        }
    }

    /** Lets all go. */
    List<Guest> leave() {
        List<Guest> over;
        synchronized (guests) {
            over = List.copyOf(guests.values());
            guests.clear();
            own = Offer.of(Handlers.OWN);
            others = List.of();
            routes = Routes.NONE;
        }
        changed(null);
        return over;
    }
}
