package dev.pluginio.session.handlers;

import dev.pluginio.api.access.AuthRequest;
import dev.pluginio.api.access.AuthStrategy;
import dev.pluginio.api.access.Principal;
import dev.pluginio.api.realtime.EventHandler;
import dev.pluginio.delivery.JsonWriter;
import dev.pluginio.transport.Client;
import dev.pluginio.transport.ClientListener.Acknowledgement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The handlers and authentication strategies that other plugins offer now. Plugins come and go while clients are there.
 * Thread-safe; nothing here waits for a handler but {@link #close}.
 */
public final class Handlers implements AutoCloseable {

    /** The id under which plugin-io's own handlers stand beside those of plugins. */
    public static final String OWN = "plugin-io";

    static final String FAILED = "internal error";
    static final String TIMEOUT = "the handler took too long";
    static final String BUSY = "busy";
    static final String GONE = "the handler is gone";

    private static final Logger LOG = LoggerFactory.getLogger(Handlers.class);

    private final Settings settings;
    private final Writers writers;
    private final Function<String, ThreadFactory> threads;
    private final ScheduledExecutorService timer;
    private final LongSupplier nanoTime;
    private final HandlerObserver observer;

    private final Set<Lane> lanes = ConcurrentHashMap.newKeySet();
    private final Map<String, Guest> guests = new HashMap<>();
    private List<Offer> own = List.of();
    private volatile List<Offer> offered = List.of();
    private volatile Routes routes = Routes.NONE;
    private volatile @Nullable CompletableFuture<@Nullable Void> change;

    /**
     * How much is done at once.
     *
     * @param timeout how long a call, and a reply that is to come later, may take
     * @param threads how many calls of one plugin may run at once
     * @param mostWaitingOfOne how many calls may wait for one client
     * @param mostBytesOfOne how many bytes, roughly, what waits for one client may hold, if it is more than one event
     * @param mostWaiting how many clients may wait for one plugin
     * @param grace how long, from the beginning, an authentication strategy that is not there is waited for: plugins
     *     that need this one start after it
     */
    public record Settings(
            Duration timeout, int threads, int mostWaitingOfOne, long mostBytesOfOne, int mostWaiting, Duration grace) {

        /** What holds where nothing else is said. */
        public static Settings defaults() {
            return new Settings(Duration.ofSeconds(10), 8, 256, 4_194_304, 10_000, Duration.ofSeconds(5));
        }

        /**
         * The same with another number of calls that may wait for one client.
         *
         * @param most the number; 0 for any
         */
        public Settings forOne(int most) {
            return new Settings(
                    timeout, threads, most == 0 ? Integer.MAX_VALUE : most, mostBytesOfOne, mostWaiting, grace);
        }
    }

    /**
     * How what handlers send is written.
     *
     * @param filtered leaves out sensitive names
     * @param unfiltered writes all
     */
    public record Writers(JsonWriter filtered, JsonWriter unfiltered) {}

    /**
     * Begins without any plugin.
     *
     * @param settings how much is done at once
     * @param writers how what handlers send is written
     * @param threads makes the threads of a plugin, given its id
     * @param timer ends what takes too long; must not be held up
     * @param nanoTime tells the time, to log no more than is useful
     * @param observer sees what happens
     */
    public Handlers(
            Settings settings,
            Writers writers,
            Function<String, ThreadFactory> threads,
            ScheduledExecutorService timer,
            LongSupplier nanoTime,
            HandlerObserver observer) {
        this.settings = settings;
        this.writers = writers;
        this.threads = threads;
        this.timer = timer;
        this.nanoTime = nanoTime;
        this.observer = observer;
        if (!settings.grace().isZero()) {
            change = new CompletableFuture<>();
            timer.schedule(() -> changed(null), settings.grace().toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /**
     * Takes plugin-io's own handlers. They come before those of all plugins, answer in every namespace, and stay however
     * plugins come and go.
     *
     * @param events in the place of all that were given before
     */
    public void own(List<EventHandler> events) {
        synchronized (guests) {
            own = List.of(new Offer(OWN, events, List.of(), List.of()));
        }
        offer(offered);
    }

    /**
     * Takes what plugins offer from now on. What is not among it any more is let go: calls of it that wait are turned
     * away, those that run are interrupted.
     *
     * @param offers one a plugin, in the order of their precedence
     */
    public void offer(Collection<Offer> offers) {
        List<Guest> over = new ArrayList<>();
        synchronized (guests) {
            Map<String, Guest> now = new HashMap<>();
            RoutesBuilder builder = new RoutesBuilder();
            offered = List.copyOf(offers);
            for (Offer offer : all()) {
                Guest known = guests.get(offer.plugin());
                Guest guest = known != null && known.offers(offer) ? known : begun(offer);
                now.put(offer.plugin(), guest);
                builder.add(guest, guest != known);
            }
            guests.values().stream().filter(guest -> !now.containsValue(guest)).forEach(over::add);
            routes = builder.routes();
            guests.clear();
            guests.putAll(now);
        }
        over.forEach(Guest::end);
        lanes.forEach(Lane::catchUp);
        if (change != null) {
            changed(new CompletableFuture<>());
        }
    }

    private List<Offer> all() {
        List<Offer> all = new ArrayList<>(own);
        all.addAll(offered);
        return all;
    }

    /** Has those look again who wait for a plugin. */
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

    private Guest begun(Offer offer) {
        return new Guest(offer, settings, threads.apply(offer.plugin()), nanoTime.getAsLong());
    }

    /**
     * Asks the strategy of this name.
     *
     * @param strategy the name
     * @param untrusted what the client sent
     * @return what it decides: completes on any thread, in bounded time, with empty if no plugin has such a strategy,
     *     and fails if the strategy does
     */
    public CompletionStage<Optional<Verdict>> authenticate(String strategy, AuthRequest untrusted) {
        CompletableFuture<@Nullable Void> later = change;
        Bound<AuthStrategy> bound = routes.strategies().get(strategy);
        if (bound != null) {
            return new Asking(bound, untrusted, settings.timeout()).begin(this).thenApply(Optional::of);
        }
        return later == null
                ? CompletableFuture.completedStage(Optional.empty())
                : later.thenCompose(again -> authenticate(strategy, untrusted));
    }

    /**
     * A client was admitted; all who listen hear of it.
     *
     * @param client who
     * @param principal tells who that is at any moment
     * @param confidant the plugin whose handlers may see {@code auth}; empty for none
     * @param auth what they may see of the payload of its handshake
     * @return where its events go
     */
    public Lane arrived(
            Client client, Supplier<Principal> principal, String confidant, Map<String, @Nullable Object> auth) {
        Lane lane = new Lane(this, client, principal, confidant, auth);
        lanes.add(lane);
        lane.catchUp();
        return lane;
    }

    /**
     * A client sent an event.
     *
     * @return false if nobody handles it
     */
    public boolean received(
            Lane lane, String event, List<@Nullable Object> arguments, @Nullable Acknowledgement acknowledgement) {
        lane.catchUp();
        Bound<EventHandler> handler = routes.handler(lane.client().namespace(), event);
        if (handler == null) {
            return false;
        }
        lane.submit(new Handling(lane, handler, event, arguments, acknowledgement));
        return true;
    }

    /** A client has left; all who heard of it hear of that. */
    public void left(Lane lane, String reason) {
        lanes.remove(lane);
        lane.leave(reason);
    }

    Settings settings() {
        return settings;
    }

    HandlerObserver observer() {
        return observer;
    }

    Routes routes() {
        return routes;
    }

    JsonWriter writer(boolean unfiltered) {
        return unfiltered ? writers.unfiltered() : writers.filtered();
    }

    /** Has something done when a call has taken too long. */
    Future<?> later(Runnable task) {
        try {
            return timer.schedule(task, settings.timeout().toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("the timer has stopped");
            return CompletableFuture.completedFuture(null);
        }
    }

    boolean mayWarn(Guest guest) {
        return guest.mayBeWarnedOf(nanoTime.getAsLong());
    }

    /** Lets what waits be done, for a moment, and lets all plugins go. */
    @Override
    public void close() {
        List<Guest> over;
        synchronized (guests) {
            over = List.copyOf(guests.values());
            guests.clear();
            own = List.of();
            offered = List.of();
            routes = Routes.NONE;
        }
        changed(null);
        over.forEach(guest -> guest.finish(2_000 / Math.max(1, over.size())));
    }
}
