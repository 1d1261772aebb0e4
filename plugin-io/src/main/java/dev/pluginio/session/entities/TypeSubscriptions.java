package dev.pluginio.session.entities;

import dev.pluginio.session.Session;
import dev.pluginio.transport.Room;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Predicate;

/** Subscriptions to all entries of a content type. Thread-safe; nothing here waits. */
final class TypeSubscriptions {

    private final Subscriptions.Parts parts;
    private final Predicate<Subscriber> isFull;

    /**
     * Begins with nobody.
     *
     * @param isFull whether somebody may subscribe to nothing else
     */
    TypeSubscriptions(Subscriptions.Parts parts, Predicate<Subscriber> isFull) {
        this.parts = parts;
        this.isFull = isFull;
    }

    /** Subscribes somebody who may read the type; completes on any thread, never with an error. */
    CompletionStage<TypeOutcome> begin(Subscriber subscriber, String uid) {
        try {
            return CompletableFuture.supplyAsync(() -> join(subscriber, uid), parts.reading())
                    .exceptionally(failed -> new TypeOutcome(null, Subscriptions.NO_SUCH_TYPE));
        } catch (RejectedExecutionException e) {
            return CompletableFuture.completedStage(new TypeOutcome(null, Subscriptions.BUSY));
        }
    }

    private TypeOutcome join(Subscriber subscriber, String uid) {
        Session session = subscriber.session();
        if (parts.rules().get().exposures().configured(uid).isEmpty()
                || !parts.visibility().mayRead(uid, session.principal().grantee())) {
            return new TypeOutcome(null, Subscriptions.NO_SUCH_TYPE);
        }
        Room room = Room.type(uid);
        if (!subscriber.hasType(uid)) {
            if (isFull.test(subscriber) || !session.client().join(room)) {
                return new TypeOutcome(null, Subscriptions.TOO_MANY);
            }
            if (!subscriber.addType(uid)) {
                session.client().leave(room);
            }
        }
        return new TypeOutcome(Opaque.of(room), null);
    }

    /** Ends a subscription. */
    static TypeOutcome end(Subscriber subscriber, String uid) {
        if (!subscriber.removeType(uid)) {
            return new TypeOutcome(null, Subscriptions.NOT_SUBSCRIBED);
        }
        subscriber.session().client().leave(Room.type(uid));
        return new TypeOutcome(Opaque.of(Room.type(uid)), null);
    }
}
