package dev.pluginio.session.entities;

import dev.pluginio.access.Exposure;
import dev.pluginio.access.Exposures;
import dev.pluginio.api.access.Principal;
import dev.pluginio.api.content.Entry;
import dev.pluginio.api.realtime.EntitySubscription;
import dev.pluginio.delivery.Holds;
import dev.pluginio.delivery.Rules;
import dev.pluginio.delivery.Standings;
import dev.pluginio.delivery.Standings.Standing;
import dev.pluginio.delivery.Visibility;
import dev.pluginio.log.EventLog;
import dev.pluginio.session.Belongings;
import dev.pluginio.session.Session;
import dev.pluginio.session.recovery.Memo;
import dev.pluginio.session.recovery.Memo.Possessions;
import dev.pluginio.transport.Audience;
import dev.pluginio.transport.Client;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who is subscribed to what. A subscription puts a client into a room; whoever sends there still asks who may read the
 * entry. Thread-safe; nothing here waits.
 */
public final class Subscriptions implements Belongings.Keeper {

    static final String NO_SUCH_ENTRY = "there is no such entry, or it may not be read";
    static final String NO_SUCH_TYPE = "there is no such content type, or it may not be read";
    static final String NOT_HERE = "subscriptions are made in the namespace '/'";
    static final String NOT_SUBSCRIBED = "there is no such subscription";
    static final String TOO_MANY = "too many subscriptions; end some first";
    static final String BUSY = "too much is asked for at the moment; try again";
    static final String NOT_IN_TIME = "the entry could not be read in time; try again";
    static final String UNREADABLE = "the entry could not be read; try again";

    private static final Logger LOG = LoggerFactory.getLogger(Subscriptions.class);

    private static final int ASKED = 3;

    private final Parts parts;
    private final Relearning relearning;
    private final Following following;
    private final TypeSubscriptions types;
    private volatile SubscriptionSettings settings;
    private final AtomicBoolean isQuiet = new AtomicBoolean();
    private final Map<String, Subscriber> subscribers = new ConcurrentHashMap<>();

    /**
     * What it works with.
     *
     * @param rules the rules that hold now
     * @param visibility tells what somebody may read
     * @param standings knows the entries that somebody is subscribed to
     * @param holds keeps events while an entry is read
     * @param source where the entries are
     * @param caughtUp completes when a client is not being given what it missed any more
     * @param log the order of events
     * @param reading runs what may block; may reject
     * @param timer ends what takes too long; must not be held up
     */
    public record Parts(
            Supplier<Rules> rules,
            Visibility visibility,
            Standings standings,
            Holds holds,
            EntrySource source,
            Function<Client, CompletionStage<?>> caughtUp,
            EventLog log,
            Executor reading,
            ScheduledExecutorService timer) {}

    /** Begins with nobody. */
    public Subscriptions(SubscriptionSettings settings, Parts parts) {
        this.settings = settings;
        this.parts = parts;
        this.relearning = new Relearning(parts, () -> this.settings, this::followersOf);
        this.following = new Following(parts.standings(), parts.source());
        this.types = new TypeSubscriptions(parts, this::isFull);
    }

    /** Takes other settings for all that is asked for from now on. */
    public void reconfigure(SubscriptionSettings now) {
        settings = now;
    }

    /**
     * Subscribes a client to an entry.
     *
     * @param name untrusted
     * @param wish what else is asked for
     * @return completes in bounded time, never with an error; on any thread
     */
    public CompletionStage<Outcome> subscribe(Session session, String uid, EntryName name, Wish wish) {
        if (!session.client().namespace().equals(Audience.ROOT)) {
            return CompletableFuture.completedStage(Outcome.failure(NOT_HERE));
        }
        Subscriber subscriber = subscriber(session);
        return whenKept(
                session,
                Outcome::error,
                subscriber.inTurn(() -> wish == Wish.SNAPSHOT
                        // what it missed is older than the entry as it is
                        ? parts.caughtUp()
                                .apply(session.client())
                                .thenCompose(done -> subscribe(subscriber, uid, name, wish))
                        : subscribe(subscriber, uid, name, wish)));
    }

    /** Nobody hears that something was done before that would outlive this process. */
    private static <T> CompletionStage<T> whenKept(
            Session session, Function<T, @Nullable String> error, CompletionStage<T> outcome) {
        return outcome.thenCompose(done -> error.apply(done) == null
                ? session.kept().thenApply(kept -> done)
                : CompletableFuture.completedStage(done));
    }

    private CompletionStage<Outcome> subscribe(Subscriber subscriber, String uid, EntryName name, Wish wish) {
        Optional<Exposure> exposure = parts.rules().get().exposures().configured(uid);
        if (exposure.isEmpty()) {
            return CompletableFuture.completedFuture(Outcome.failure(NO_SUCH_ENTRY));
        }
        return isFull(subscriber) && subscriber.find(uid, name).isEmpty()
                ? CompletableFuture.completedFuture(Outcome.failure(TOO_MANY))
                : begin(new Subscribing(this, subscriber, exposure.get(), name, wish), subscriber.session(), wish);
    }

    private static CompletionStage<Outcome> begin(Subscribing request, Session session, Wish wish) {
        return wish == Wish.SNAPSHOT ? session.holdsBack().thenCompose(kept -> request.begin()) : request.begin();
    }

    /** What is asked for with a subscription. */
    public enum Wish {
        /** Nothing else. */
        EVENTS,
        /** The entry as it is; what comes of it follows. */
        SNAPSHOT,
        /** That it is not asked whether the client may read the entry now: somebody who may decide that asks for it. */
        TRUSTED
    }

    /**
     * Ends a subscription to an entry.
     *
     * @param trusted whether it is not the client that asks for it
     */
    public CompletionStage<Outcome> unsubscribe(Session session, String uid, EntryName name, boolean trusted) {
        Subscriber subscriber = subscriber(session);
        return whenKept(
                session,
                Outcome::error,
                subscriber.inTurn(() -> CompletableFuture.completedFuture(subscriber
                        .find(uid, name)
                        .filter(standing -> trusted || isKnownTo(subscriber, standing))
                        .filter(standing -> end(subscriber, standing))
                        .map(standing -> Outcome.of(to(standing)))
                        .orElseGet(() -> Outcome.failure(NOT_SUBSCRIBED)))));
    }

    /** Ends a subscription; false if there is none. */
    boolean end(Subscriber subscriber, Standing standing) {
        Standing removed = subscriber.remove(standing);
        if (removed == null) {
            return false;
        }
        subscriber.session().client().leave(removed.room());
        following.drop(removed);
        return true;
    }

    /**
     * Does something about an entry with followers when all is known of it that decides who may read it, which may have to
     * be read if a rule has come that needs more. To be called on the thread that delivers, which runs the task, at once
     * if nothing has to be read; what is asked for about one entry is done in that order.
     *
     * @param id the entry's primary key or documentId
     * @return completes in bounded time, on any thread, with what the task gives; with a
     *     {@link dev.pluginio.api.realtime.RealtimeException} if the entry cannot be read
     */
    public <T> CompletionStage<T> whenKnown(String uid, Object id, Supplier<T> task) {
        return parts.standings()
                .find(uid, id, null)
                .map(standing -> relearning.whenKnown(standing, task))
                .orElseGet(() -> CompletableFuture.completedStage(task.get()));
    }

    /** Some of those who are subscribed to an entry. */
    private List<Principal> followersOf(Standing standing) {
        return subscribers.values().stream()
                .filter(subscriber -> subscriber.has(standing))
                .map(subscriber -> subscriber.session().principal())
                .limit(ASKED)
                .toList();
    }

    /**
     * Subscribes a client to all entries of a content type, for types that only subscribers hear of.
     *
     * @return the room that stands for the type, or an error
     */
    public CompletionStage<TypeOutcome> subscribeToType(Session session, String uid) {
        if (!session.client().namespace().equals(Audience.ROOT)) {
            return CompletableFuture.completedStage(new TypeOutcome(null, NOT_HERE));
        }
        Subscriber subscriber = subscriber(session);
        return whenKept(session, TypeOutcome::error, subscriber.inTurn(() -> types.begin(subscriber, uid)));
    }

    /** Ends a subscription to a content type. */
    public CompletionStage<TypeOutcome> unsubscribeFromType(Session session, String uid) {
        Subscriber subscriber = subscriber(session);
        return whenKept(
                session,
                TypeOutcome::error,
                subscriber.inTurn(() -> CompletableFuture.completedFuture(TypeSubscriptions.end(subscriber, uid))));
    }

    /** The entries that a client is subscribed to, oldest first. */
    public List<EntitySubscription> entitiesOf(Session session) {
        Subscriber known = subscribers.get(session.client().id());
        return known == null ? List.of() : known.entities();
    }

    /** The same without those of which the client knows nothing: trusted ones to entries that it may not read. */
    List<EntitySubscription> entitiesKnownTo(Session session) {
        Subscriber known = subscribers.get(session.client().id());
        return known == null
                ? List.of()
                : known.standings().stream()
                        .filter(standing -> isKnownTo(known, standing))
                        .map(Subscriptions::to)
                        .toList();
    }

    private boolean isKnownTo(Subscriber subscriber, Standing standing) {
        Session session = subscriber.session();
        return !subscriber.isHidden(standing)
                || standing.state()
                        .filter(state -> parts.visibility()
                                .mayRead(
                                        standing.uid(),
                                        session.principal().grantee(),
                                        session.client().rooms(),
                                        state))
                        .isPresent();
    }

    /** The content types that a client is subscribed to, oldest first. */
    public List<String> typesOf(Session session) {
        Subscriber known = subscribers.get(session.client().id());
        return known == null ? List.of() : known.types();
    }

    @Override
    public Belongings take(Session leaving) {
        Subscriber known = subscribers.get(leaving.client().id());
        return known != null && known.session() == leaving
                ? new Carried(this, known.leave())
                : new Carried(this, new Subscriber.Left(List.of(), List.of()));
    }

    @Override
    public Possessions look(Session staying) {
        Subscriber known = subscribers.get(staying.client().id());
        return known != null && known.session() == staying ? known.now().inWords() : Possessions.NONE;
    }

    @Override
    public Belongings recall(Possessions before) {
        Exposures exposures = parts.rules().get().exposures();
        List<Subscriber.Held> held = before.entries().stream()
                .filter(entry -> exposures.configured(entry.uid()).isPresent())
                .map(this::recalled)
                .toList();
        List<String> types = before.types().stream()
                .filter(uid -> exposures.configured(uid).isPresent())
                .toList();
        return new Carried(this, new Subscriber.Left(held, types));
    }

    /** Its state is read when it is needed: nothing is known of it yet but how it is called. */
    private Subscriber.Held recalled(Memo.Followed entry) {
        Standing standing = following
                .follow(entry.uid(), new Entry(entry.id(), entry.documentId(), Map.of()))
                .standing();
        return new Subscriber.Held(to(standing), standing, entry.isHidden());
    }

    /** Gives a client what it had when it was here before. */
    void resume(Session session, Subscriber.Left left) {
        if (!subscriber(session).resume(left)) {
            following.drop(left);
        }
    }

    private Subscriber subscriber(Session session) {
        Subscriber fresh = new Subscriber(session);
        Subscriber known = subscribers.putIfAbsent(session.client().id(), fresh);
        if (known != null) {
            return known;
        }
        session.whenLeft(() -> {
            subscribers.remove(session.client().id(), fresh);
            following.drop(fresh.leave());
        });
        return fresh;
    }

    boolean isFull(Subscriber subscriber) {
        int most = settings.perSocket();
        return most > 0 && subscriber.size() >= most;
    }

    SubscriptionSettings settings() {
        return settings;
    }

    Parts parts() {
        return parts;
    }

    Following following() {
        return following;
    }

    static EntitySubscription to(Standing standing) {
        return new EntitySubscription(standing.uid(), standing.id(), standing.documentId(), Opaque.of(standing.room()));
    }

    void failed(Exposure exposure, @Nullable Throwable failed) {
        if (isQuiet.compareAndSet(false, true)) {
            LOG.error(
                    "An entry of '{}' could not be read for a subscription; not logged again within a second",
                    exposure.type(),
                    failed);
            try {
                parts.timer().schedule(() -> isQuiet.set(false), 1, TimeUnit.SECONDS);
            } catch (RejectedExecutionException e) {
                LOG.debug("stopping", e);
            }
        }
    }
}
