package dev.pluginio.session.entities;

import dev.pluginio.access.Exposure;
import dev.pluginio.api.access.Grantee;
import dev.pluginio.api.content.Entry;
import dev.pluginio.delivery.Holds.Hold;
import dev.pluginio.delivery.Standings.Standing;
import dev.pluginio.delivery.Visibility;
import dev.pluginio.session.Session;
import dev.pluginio.session.entities.EntrySource.Found;
import dev.pluginio.session.entities.Following.Followed;
import dev.pluginio.session.entities.Subscriptions.Parts;
import dev.pluginio.session.entities.Subscriptions.Wish;
import dev.pluginio.transport.Client;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One request for a subscription: finds the entry, follows it, reads it at a place in the order of its changes if its
 * state is asked for or not known yet, and decides on the thread that delivers. Whatever becomes of it, it ends in
 * bounded time.
 */
final class Subscribing {

    private final Subscriptions subscriptions;
    private final Parts parts;
    private final Subscriber subscriber;
    private final Session session;
    private final Exposure exposure;
    private final EntryName name;
    private final Wish wish;

    /** Whoever completes it decides; others undo what they did. */
    private final CompletableFuture<Outcome> end = new CompletableFuture<>();

    private @Nullable Standing borrowed;
    private @Nullable Hold hold; // only the thread that delivers looks at it
    private boolean isMade; // so does this: whether it was this request that made the subscription

    Subscribing(Subscriptions subscriptions, Subscriber subscriber, Exposure exposure, EntryName name, Wish wish) {
        this.subscriptions = subscriptions;
        this.parts = subscriptions.parts();
        this.subscriber = subscriber;
        this.session = subscriber.session();
        this.exposure = exposure;
        this.name = name;
        this.wish = wish;
    }

    /** Begins; completes in bounded time, never with an error. */
    CompletableFuture<Outcome> begin() {
        Future<?> deadline = later(() -> end.completeExceptionally(new TimeoutException()));
        try {
            CompletableFuture.runAsync(this::find, parts.reading()).whenComplete((done, failed) -> failIf(failed));
        } catch (RejectedExecutionException e) {
            failIf(e);
        }
        return end.handle((outcome, failed) -> {
            deadline.cancel(false);
            giveBack();
            Outcome ended = outcome == null ? Outcome.failure(reasonOf(failed)) : outcome;
            if (ended.error() != null) {
                release();
            }
            return ended;
        });
    }

    private Future<?> later(Runnable task) {
        try {
            return parts.timer()
                    .schedule(task, subscriptions.settings().patience().toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.completedFuture(null); // stopping: the log ends it
        }
    }

    private void failIf(@Nullable Throwable failed) {
        if (failed != null) {
            end.completeExceptionally(failed);
        }
    }

    private String reasonOf(@Nullable Throwable failed) {
        Throwable cause = failed instanceof CompletionException ? failed.getCause() : failed;
        if (cause instanceof RejectedExecutionException) {
            return Subscriptions.BUSY;
        }
        if (cause instanceof TimeoutException) {
            return Subscriptions.NOT_IN_TIME;
        }
        subscriptions.failed(exposure, cause);
        return Subscriptions.UNREADABLE;
    }

    private void find() {
        if (wish != Wish.TRUSTED && !parts.visibility().mayRead(exposure.type().uid(), grantee())) {
            end.complete(
                    Outcome.failure(Subscriptions.NO_SUCH_ENTRY)); // as fast for entries that are there as for others
            return;
        }
        Optional<Found> found = parts.source().find(session.principal(), exposure, name, wish == Wish.TRUSTED);
        if (found.isEmpty() || !isAllowed(found.get().state())) {
            end.complete(Outcome.failure(Subscriptions.NO_SUCH_ENTRY));
            return;
        }
        Followed followed = subscriptions
                .following()
                .follow(exposure.type().uid(), found.get().state());
        borrow(followed.standing());
        if (wish != Wish.SNAPSHOT && followed.standing().isKnown()) {
            decide(followed.standing(), null);
        } else {
            followed.heard().whenComplete((done, failed) -> read(followed.standing(), found.get()));
        }
    }

    private void read(Standing standing, Found found) {
        CompletableFuture<Optional<Found>> steady = new Steady(
                        parts.log(),
                        parts.reading(),
                        parts.source().watch(found),
                        () -> mark(standing),
                        () -> parts.source().again(session.principal(), exposure, found))
                .begin();
        end.whenComplete((done, failed) -> steady.cancel(false));
        steady.whenComplete((read, failed) -> {
            failIf(failed);
            if (read != null) {
                decide(standing, read);
            }
        });
    }

    /** Behind all changes that are in what will be read, and before all others. */
    private void mark(Standing standing) {
        if (hold != null) {
            hold.flush();
        } else if (wish == Wish.SNAPSHOT && !end.isDone()) {
            hold = parts.holds().begin(session.client(), standing.uid(), standing.documentId());
        }
    }

    private void decide(Standing standing, @Nullable Optional<Found> read) {
        parts.log()
                .afterAppended(() -> {
                    if (!end.isDone() && !end.complete(decision(standing, read)) && isMade) {
                        subscriptions.end(subscriber, standing); // nobody hears that it was made
                    }
                    return standing;
                })
                .whenComplete((done, failed) -> failIf(failed));
    }

    private Outcome decision(Standing standing, @Nullable Optional<Found> read) {
        Entry fresh = read == null ? null : read.map(Found::state).orElse(null);
        if (read != null) {
            standing.read(fresh);
        }
        if (hold != null && hold.isOverflown()) {
            return Outcome.failure(Subscriptions.NOT_IN_TIME);
        }
        Optional<Visibility.Shown> snapshot = wish == Wish.SNAPSHOT && fresh != null ? shown(fresh) : Optional.empty();
        if ((wish == Wish.SNAPSHOT && snapshot.isEmpty())
                || standing.state().filter(this::isAllowed).isEmpty()) {
            return Outcome.failure(Subscriptions.NO_SUCH_ENTRY);
        }
        String error = subscribe(standing);
        return error != null
                ? Outcome.failure(error)
                : new Outcome(Subscriptions.to(standing), snapshot.orElse(null), null, this::release);
    }

    /** Subscribes the client; tells why it cannot. */
    private @Nullable String subscribe(Standing standing) {
        if (subscriber.has(standing)) {
            if (wish != Wish.TRUSTED) {
                subscriber.reveal(standing);
            }
            return null;
        }
        Client client = session.client();
        if (subscriptions.isFull(subscriber) || !client.join(standing.room())) {
            return Subscriptions.TOO_MANY;
        }
        if (!subscriber.add(Subscriptions.to(standing), standing, wish == Wish.TRUSTED)) {
            client.leave(standing.room());
            return Subscriptions.NO_SUCH_ENTRY; // it has gone; nobody hears this
        }
        borrowNothing();
        isMade = true;
        return null;
    }

    private boolean isAllowed(Entry state) {
        return wish == Wish.TRUSTED
                || parts.visibility()
                        .mayRead(
                                exposure.type().uid(),
                                grantee(),
                                session.client().rooms(),
                                state);
    }

    private Optional<Visibility.Shown> shown(Entry state) {
        return parts.visibility()
                .shown(exposure.type().uid(), grantee(), session.client().rooms(), state);
    }

    private Grantee grantee() {
        return session.principal().grantee();
    }

    private synchronized void borrow(Standing standing) {
        borrowed = standing;
        if (end.isDone()) {
            giveBack();
        }
    }

    /** It is the subscriber's now. */
    private synchronized void borrowNothing() {
        borrowed = null;
    }

    private synchronized void giveBack() {
        Standing standing = borrowed;
        borrowed = null;
        if (standing != null) {
            subscriptions.following().drop(standing);
        }
    }

    /** Lets follow what was kept. */
    private void release() {
        if (wish != Wish.SNAPSHOT) {
            return;
        }
        parts.log()
                .afterAppended(() -> {
                    if (hold != null) {
                        hold.release();
                    }
                    return wish;
                })
                .whenComplete((done, failed) -> {
                    if (failed != null) {
                        session.client().reconnect(); // what was kept is lost
                    } else {
                        session.hasGivenAll();
                    }
                });
    }
}
