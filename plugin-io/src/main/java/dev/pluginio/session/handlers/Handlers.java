package dev.pluginio.session.handlers;

import dev.pluginio.access.Exposure;
import dev.pluginio.api.access.AuthRequest;
import dev.pluginio.api.access.Authentication.Refused;
import dev.pluginio.api.realtime.EventHandler;
import dev.pluginio.api.realtime.HandshakeFilter;
import dev.pluginio.api.realtime.HandshakeRequest;
import dev.pluginio.delivery.JsonWriter;
import dev.pluginio.delivery.Rules;
import dev.pluginio.describe.form.Handled;
import dev.pluginio.transport.ClientListener.Acknowledgement;
import dev.pluginio.transport.dense.Index;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
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

    /** The id under which plugin-io's own extensions stand beside those of plugins. */
    public static final String OWN = "plugin-io";

    static final String FAILED = "internal error";
    static final String TIMEOUT = "the handler took too long";
    static final String BUSY = "busy";
    static final String FORBIDDEN = "forbidden";
    static final String GONE = "the handler is gone";

    private static final Logger LOG = LoggerFactory.getLogger(Handlers.class);

    private final Supplier<Rules> rules;
    private final Function<String, ThreadFactory> threads;
    private final ScheduledExecutorService timer;
    private final LongSupplier nanoTime;
    private final HandlerObserver observer;

    private final Surroundings surroundings;

    private final Set<Lane> lanes = Index.plain();
    private final Guests guests;
    private final Vetting vetting;
    private Runnable onChange = () -> {};
    private final CompletableFuture<@Nullable Void> listening = new CompletableFuture<>();
    private volatile Settings settings;

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
     * Begins without any plugin.
     *
     * @param settings how much is done at once
     * @param rules the rules that hold now, of how what handlers send is written
     * @param surroundings what extensions find around them
     * @param threads makes the threads of a plugin, given its id
     * @param timer ends what takes too long; must not be held up
     * @param nanoTime tells the time, to log no more than is useful
     * @param observer sees what happens
     */
    public Handlers(
            Settings settings,
            Supplier<Rules> rules,
            Surroundings surroundings,
            Function<String, ThreadFactory> threads,
            ScheduledExecutorService timer,
            LongSupplier nanoTime,
            HandlerObserver observer) {
        this.settings = settings;
        this.surroundings = surroundings;
        this.rules = rules;
        this.threads = threads;
        this.timer = timer;
        this.nanoTime = nanoTime;
        this.observer = observer;
        Awaited awaited = new Awaited(settings.grace(), timer);
        this.guests = new Guests(this::begun, this::prefixes, this::changed, awaited);
        this.vetting = new Vetting(guests, awaited);
    }

    private synchronized void changed() {
        onChange.run();
        lanes.forEach(Lane::catchUp);
    }

    /** Is called whenever plugins, or the extensions that are used, are others; one call after the other. */
    public synchronized void onChange(Runnable action) {
        onChange = action;
        action.run();
    }

    private List<String> prefixes() {
        return rules.get().exposures().configured().stream()
                .map(Exposure::eventPrefix)
                .toList();
    }

    /** Does other amounts at once from now on; the number of threads counts for plugins that come after this. */
    public void reconfigure(Settings changed) {
        settings = changed;
    }

    /**
     * Takes what plugins offer from now on. What is not among it any more is let go: calls of it that wait are turned
     * away, those that run are interrupted.
     *
     * @param offers one a plugin, in the order of their precedence
     */
    public void offer(Collection<Offer> offers) {
        guests.offer(offers);
    }

    /**
     * Uses the extensions of plugins as arranged from now on. To be called, too, when other content types are sent: no
     * handler gets their events.
     */
    public void reconfigure(Arrangement changed) {
        guests.arrange(changed);
    }

    /** Clients can connect now: hooks hear of it. */
    public void ready() {
        listening.complete(null);
    }

    CompletionStage<@Nullable Void> listening() {
        return listening;
    }

    /**
     * Takes plugin-io's own extensions. They come before those of all plugins, stay however plugins come and go, and, if
     * they handle events, answer in every namespace.
     *
     * @param extensions extensions of any {@link Point}, in the place of all that were given before
     */
    public void own(List<?> extensions) {
        guests.own(List.copyOf(extensions));
    }

    /**
     * Gives those that extend a point and are used now, in the order of their precedence.
     *
     * @param point the extension point, one of {@link Point#ALL}
     */
    public <T> List<Bound<T>> all(Class<T> point) {
        return guests.routes().all(point);
    }

    /** The events that clients may send in a namespace now, with what their handlers told of them. */
    public Map<String, Handled> handled(String namespace) {
        Routes now = guests.routes();
        Map<String, Handled> handled = new HashMap<>();
        now.own().forEach((name, bound) -> handled.put(name, bound.terms().handled()));
        now.events()
                .getOrDefault(namespace, Map.of())
                .forEach(
                        (name, bound) -> handled.putIfAbsent(name, bound.terms().handled()));
        return handled;
    }

    private Guest begun(Offer offer) {
        return new Guest(offer, this, threads.apply(offer.plugin()), nanoTime.getAsLong());
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
        return vetting.authenticate(strategy, untrusted);
    }

    /** Whether there are filters. */
    public boolean isFiltering() {
        return !all(HandshakeFilter.class).isEmpty();
    }

    /**
     * Asks the filters whether a client may come in.
     *
     * @param untrusted what is known of it
     * @return completes on any thread, in bounded time, with why it may not, or empty; fails if a filter does
     */
    public CompletionStage<Optional<Refused>> refuses(HandshakeRequest untrusted) {
        return vetting.refuses(untrusted);
    }

    /**
     * A client was admitted; all who listen hear of it.
     *
     * @return where its events go
     */
    public Lane arrived(Caller caller) {
        return arrived(caller, CompletableFuture.completedStage(null));
    }

    /**
     * A client was admitted that may have been here before, as {@link #arrived(Caller)}.
     *
     * @param before nobody hears of it before this is over, which must end some time
     * @return where its events go
     */
    public Lane arrived(Caller caller, CompletionStage<?> before) {
        Lane lane = new Lane(this, caller);
        if (!before.toCompletableFuture().isDone()) {
            lane.waitFor(before);
        }
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
        Bound<EventHandler> handler = routes().handler(lane.client().namespace(), event);
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

    Surroundings surroundings() {
        return surroundings;
    }

    Routes routes() {
        return guests.routes();
    }

    JsonWriter writer(boolean unfiltered) {
        return rules.get().writer(unfiltered);
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
        List<Guest> over = guests.leave();
        over.forEach(guest -> guest.finish(2_000 / Math.max(1, over.size())));
    }
}
