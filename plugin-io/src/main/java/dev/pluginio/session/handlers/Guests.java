package dev.pluginio.session.handlers;

import dev.pluginio.api.realtime.IoHook;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The plugins that are there now. They come and go while clients are there. Thread-safe. */
final class Guests {

    private static final Logger LOG = LoggerFactory.getLogger(Guests.class);

    private final Function<Offer, Guest> begin;
    private final Supplier<List<String>> prefixes;
    private final Runnable told;
    private final Awaited awaited;
    private final Map<String, Guest> guests = new HashMap<>();
    private final Set<Arrangement.Named> missed = new HashSet<>();
    private Arrangement arrangement = Arrangement.NONE;
    private Offer own = Offer.of(Handlers.OWN);
    private List<Offer> others = List.of();
    private List<Arrangement.Named> missing = List.of();
    private boolean over;
    private volatile Routes routes = Routes.NONE;

    /**
     * Begins without any plugin.
     *
     * @param begin takes in a plugin
     * @param prefixes what the names of content events begin with at a moment
     * @param told is called when the routes are others
     * @param awaited those who wait for plugins
     */
    Guests(Function<Offer, Guest> begin, Supplier<List<String>> prefixes, Runnable told, Awaited awaited) {
        this.begin = begin;
        this.prefixes = prefixes;
        this.told = told;
        this.awaited = awaited;
        awaited.whenAllHadTime(this::warnOfMissing);
    }

    Routes routes() {
        return routes;
    }

    /** Takes what is answered without any plugin. */
    void own(List<Object> extensions) {
        change(() -> own = new Offer(Handlers.OWN, extensions));
    }

    /** Takes what plugins offer from now on; what is not among it any more is let go. */
    void offer(Collection<Offer> offers) {
        change(() -> others = List.copyOf(offers));
    }

    /** Uses extensions as arranged from now on, and looks at the names of content events again. */
    void arrange(Arrangement changed) {
        change(() -> arrangement = changed);
        if (awaited.haveAllHadTime()) {
            warnOfMissing();
        }
    }

    private void opened(Guest guest) {
        change(guest::open);
    }

    private void change(Runnable change) {
        List<Guest> gone;
        List<Guest> there;
        Routes before;
        synchronized (guests) {
            if (over) {
                return;
            }
            before = routes;
            change.run();
            gone = arrange();
            there = List.copyOf(guests.values());
        }
        Set<String> lost = new HashSet<>(before.strategies().keySet());
        lost.removeAll(routes.strategies().keySet());
        awaited.missed(lost);
        gone.forEach(Guest::end);
        told.run();
        awaited.lookAgain();
        there.forEach(this::begin);
    }

    private void begin(Guest guest) {
        CompletableFuture<@Nullable Void> initiated = guest.hooks().follow(() -> hooks(guest));
        if (!guest.isOpen()) {
            initiated.thenRun(() -> {
                if (!guest.isOpen()) {
                    opened(guest);
                }
            });
        }
    }

    private List<Bound<IoHook>> hooks(Guest guest) {
        return routes.all(IoHook.class).stream()
                .filter(hook -> hook.guest() == guest)
                .toList();
    }

    private List<Guest> arrange() {
        Map<String, Guest> now = new HashMap<>();
        RoutesBuilder builder = new RoutesBuilder(arrangement, prefixes.get());
        List<Offer> all = new ArrayList<>(List.of(own));
        all.addAll(others);
        for (Offer offer : all) {
            Guest known = guests.get(offer.plugin());
            Guest guest = known != null && known.offers(offer) ? known : begin.apply(offer);
            now.put(offer.plugin(), guest);
            builder.add(guest);
        }
        List<Guest> gone = guests.values().stream()
                .filter(guest -> !now.containsValue(guest))
                .toList();
        gone.forEach(guest -> guest.hooks().leave()); // before the routes tell that it has none
        routes = builder.routes();
        missing = builder.missing();
        guests.clear();
        guests.putAll(now);
        return gone;
    }

    private void warnOfMissing() {
        synchronized (guests) {
            for (Arrangement.Named named : missing) {
                if (missed.add(named)) {
                    LOG.warn("The configuration names an extension that no started plugin has: {}", named.told());
                }
            }
        }
    }

    /** Lets all go. */
    List<Guest> leave() {
        List<Guest> gone;
        synchronized (guests) {
            over = true;
            gone = List.copyOf(guests.values());
            gone.forEach(guest -> guest.hooks().leave());
            guests.clear();
            routes = Routes.NONE;
        }
        awaited.end();
        return gone;
    }
}
