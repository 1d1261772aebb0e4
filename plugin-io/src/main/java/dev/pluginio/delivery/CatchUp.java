package dev.pluginio.delivery;

import dev.pluginio.delivery.Returning.Page;
import dev.pluginio.log.EventLog;
import dev.pluginio.log.Journal;
import dev.pluginio.log.Journal.Kept;
import dev.pluginio.log.Position;
import dev.pluginio.transport.Arguments;
import dev.pluginio.transport.Audience;
import dev.pluginio.transport.Client;
import dev.pluginio.transport.Room;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives clients that come back what they missed, and then has them hear what is new: nothing is left out between the two,
 * nothing told twice, and everything in order. A client that is to catch up is in {@link Room#BEHIND} from the moment it is
 * admitted; whoever sends what is new leaves that room out. It is given a page at a time, in turns of the thread that
 * delivers, each after it took the one before; when nothing is left in such a turn, it leaves the room. Thread-safe.
 */
public final class CatchUp {

    /** The event that tells a client to reload what it shows. */
    public static final String RELOAD = "sync:required";

    private static final Logger LOG = LoggerFactory.getLogger(CatchUp.class);
    private static final int PAGE = 256;
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Parts parts;
    private final Journal journal;
    private final Retained retained;
    private final Giving giving;
    private final Turns turns;
    private final Map<Client, Returning> returning = new ConcurrentHashMap<>();
    private final Duration patience;
    private volatile long maxBytes;

    /** Why a client has to reload what it shows. */
    public enum Reason {
        /** What it missed is not kept any more, or it cannot be told what that is. */
        GONE,
        /** It missed more than is sent again. */
        TOO_MUCH;

        /** What clients are told. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * What it works with.
     *
     * @param delivery gives events to clients
     * @param audiences what roles and tokens may see
     * @param log the order of events, which keeps some of them
     * @param waiting runs what may wait for a moment; never rejects
     * @param reading reads what is not in memory any more, which may block; may reject
     * @param timer tries again later; must not be held up
     * @param nanoTime a clock for intervals, in nanoseconds
     * @param observer sees what happens
     */
    public record Parts(
            Delivery delivery,
            Audiences audiences,
            EventLog log,
            Executor waiting,
            Executor reading,
            ScheduledExecutorService timer,
            LongSupplier nanoTime,
            DeliveryObserver observer) {}

    /**
     * What became of a client's wish to be given what it missed.
     *
     * @param events how many events it was given
     * @param reason why it has to reload; null if it was given everything
     * @param types the content types that it has to reload, as far as it may hear of them
     */
    public record Outcome(int events, @Nullable Reason reason, List<String> types) {

        /** What a client is told that has to reload. */
        public static Map<String, Object> told(List<String> types, Reason reason) {
            Map<String, Object> told = new LinkedHashMap<>();
            told.put("types", types);
            told.put("reason", reason.word());
            return told;
        }
    }

    /**
     * Begins with nobody.
     *
     * @param maxBytes how much one client is given at the most
     */
    public CatchUp(Parts parts, long maxBytes) {
        this(parts, maxBytes, PATIENCE);
    }

    /**
     * Begins with nobody.
     *
     * @param maxBytes how much one client is given at the most
     * @param patience how long it may take to take a part of it
     */
    CatchUp(Parts parts, long maxBytes, Duration patience) {
        this.patience = patience;
        this.parts = parts;
        this.journal = parts.log().journal();
        this.retained = new Retained(journal, parts.nanoTime());
        this.giving = new Giving(parts.delivery(), journal, retained, parts.nanoTime());
        this.turns = new Turns(parts, this::guardedStep, giving::rest);
        this.maxBytes = maxBytes;
    }

    /** Gives a client so many bytes at the most from now on. */
    public void reconfigure(long changed) {
        maxBytes = changed;
    }

    /** The messages that are kept for those who come back. */
    public Retained retained() {
        return retained;
    }

    /** The place that an offset of an event or a message stands for; empty if it is none that can be known. */
    public Optional<Position> find(String untrustedOffset) {
        return journal.find(untrustedOffset).map(retained::known);
    }

    /** The place after the newest event or message that was handed on; on most threads it may lag, and never runs ahead. */
    public Position head() {
        return journal.head().ended().orLater(retained.last());
    }

    /** How many clients are behind. */
    public int size() {
        return returning.size();
    }

    /** Completes when a client hears what is new; at once, if it does. Never waits itself, never with an error. */
    public CompletionStage<?> caughtUp(Client client) {
        Returning one = returning.get(client);
        return one == null
                ? CompletableFuture.completedFuture(null)
                : one.over().copy();
    }

    /**
     * Gives a client what came after a place, and then lets it hear what is new. If that cannot be, it is told to reload.
     * Never waits; to be called once, when it has entered. Until it has caught up it stands where its last offset says,
     * or at {@code from}.
     *
     * @param client is in {@link Room#BEHIND} since it was admitted
     * @param from where it stood
     */
    public void begin(Client client, Position from) {
        enter(Returning.from(client, from));
    }

    /**
     * Tells a client that it has to reload, and lets it hear what is new. Never waits.
     *
     * @param client is in {@link Room#BEHIND} since it was admitted
     * @param since the messages that come after this place are for it all the same
     */
    public void reload(Client client, Position since, Reason reason) {
        enter(Returning.lost(client, since, reason));
    }

    /**
     * Gives a client that hears what is new what came after a place, in order, and then again what is new. What it heard
     * since is given once more. Never waits.
     *
     * @param from empty if it is not known
     * @param types the content types of which it is given what came until now; all, if there are none
     * @return completes on the thread that delivers, after the last event was sent; empty if it is catching up already
     */
    public CompletionStage<Optional<Outcome>> sync(Client client, Optional<Position> from, Set<String> types) {
        Returning wish = Returning.wish(client, from.orElse(Position.NOWHERE), types);
        enter(wish);
        return wish.over();
    }

    private void enter(Returning one) {
        parts.delivery().behind(1);
        if (returning.putIfAbsent(one.client(), one) != null) {
            parts.delivery().behind(-1);
            one.over().complete(Optional.empty());
            return;
        }
        turns.ready(one);
    }

    /** In this order: whoever learns of it may have the same client catch up at once. */
    private void leave(Returning one, Optional<Outcome> outcome) {
        returning.remove(one.client());
        parts.delivery().behind(-1);
        one.over().complete(outcome);
    }

    private void guardedStep(Returning one) {
        try {
            step(one);
        } catch (RuntimeException | Error e) {
            LOG.error("{} could not be given what it missed and is told to reload", one.client(), e);
            reload(one, Reason.GONE);
        }
    }

    private void step(Returning one) {
        if (!one.client().isPresent()) {
            leave(one, Optional.empty());
        } else if (one.isNew() && !one.starts(head(), mayLackAnEnd(one))) {
            leave(one, Optional.empty());
        } else if (one.lost() != null) {
            reload(one, one.lost());
        } else if (one.wantsMessages() && !retained.reaches(one.cursor(), one.client())) {
            reload(one, Reason.GONE);
        } else if (!isContentTold(one)) {
            give(one, List.of(), true);
        } else {
            give(one);
        }
    }

    /** Transactions may have been told together when it left, though they are not any more. */
    private boolean mayLackAnEnd(Returning one) {
        return parts.audiences().rules().atomic()
                || journal.reaches(one.cursor().before());
    }

    private static boolean isContentTold(Returning one) {
        return one.client().namespace().equals(Audience.ROOT);
    }

    private void give(Returning one) {
        Page page = one.takePage();
        if (page == null) {
            if (!journal.reaches(one.cursor())) {
                reload(one, Reason.GONE);
                return;
            }
            if (!journal.isNear(one.cursor())) {
                read(one);
                return;
            }
            page = new Page(journal.after(one.cursor(), PAGE), true);
        }
        if (page.events().isEmpty()) {
            reload(one, Reason.GONE);
            return;
        }
        List<Kept> events = page.events().get();
        give(one, events, page.isOfThisTurn() && events.size() < PAGE);
    }

    private void give(Returning one, List<Kept> events, boolean isAll) {
        boolean isWhole = giving.give(one, events, isAll);
        if (one.bytes() > maxBytes) {
            reload(one, Reason.TOO_MUCH);
        } else if (isWhole && isAll) {
            goLive(one);
        } else {
            await(one);
        }
    }

    /** The next page follows when it has taken this one, which must not take for ever. */
    private void await(Returning one) {
        Future<?> end = turns.later(
                () -> {
                    LOG.debug("{} must connect again: it does not take what it missed", one.client());
                    one.client().reconnect();
                },
                patience.toMillis());
        one.client().drained().whenComplete((done, failure) -> {
            end.cancel(false);
            turns.ready(one);
        });
    }

    private void read(Returning one) {
        try {
            parts.reading().execute(() -> {
                try {
                    one.found(new Page(journal.after(one.cursor(), PAGE), false));
                } catch (RuntimeException | Error e) {
                    LOG.error("What {} missed cannot be read", one.client(), e);
                    one.found(new Page(Optional.empty(), false));
                }
                turns.ready(one);
            });
        } catch (RejectedExecutionException e) {
            turns.readyLater(one);
        }
    }

    private void goLive(Returning one) {
        one.client().leave(Room.BEHIND);
        parts.observer().caughtUp(one.events());
        LOG.debug("{} was given {} events that it had missed", one.client(), one.events());
        leave(one, Optional.of(new Outcome(one.events(), null, List.of())));
    }

    private void reload(Returning one, Reason reason) {
        List<String> types = List.of();
        try {
            types = isContentTold(one) ? one.typesOf(audible(one.client().rooms())) : types;
            byte[] told = parts.audiences().rules().json().write(Outcome.told(types, reason));
            one.client().send(RELOAD, Arguments.of(told));
            parts.observer().reloadAsked();
            LOG.debug("{} was told to reload: {}", one.client(), reason);
            one.givesUp();
            giving.give(one, List.of(), true);
        } catch (RuntimeException | Error e) {
            LOG.error("{} must connect again: it could not be told to reload", one.client(), e);
            one.client().reconnect();
        }
        one.client().leave(Room.BEHIND);
        leave(one, Optional.of(new Outcome(one.events(), reason, types)));
    }

    /** The content types of which somebody in these rooms may hear. */
    private List<String> audible(Set<Room> rooms) {
        List<String> types = new ArrayList<>();
        parts.audiences().rules().exposures().configured().forEach(exposure -> {
            if (parts.audiences().mayHear(exposure, rooms)) {
                types.add(exposure.type().uid());
            }
        });
        return types;
    }
}
