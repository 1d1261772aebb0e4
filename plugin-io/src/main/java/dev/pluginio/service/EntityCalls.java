package dev.pluginio.service;

import dev.pluginio.access.Exposures;
import dev.pluginio.api.realtime.EntitySubscription;
import dev.pluginio.api.realtime.EntitySubscriptionResult;
import dev.pluginio.api.realtime.RawRequest;
import dev.pluginio.api.realtime.Reach;
import dev.pluginio.api.realtime.SocketInfo;
import dev.pluginio.delivery.Rules;
import dev.pluginio.session.Session;
import dev.pluginio.session.entities.EntryName;
import dev.pluginio.session.entities.Outcome;
import dev.pluginio.session.entities.Subscriptions.Wish;
import dev.pluginio.transport.Audience;
import dev.pluginio.transport.Emission;
import dev.pluginio.transport.Room;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is asked for about entries and their subscribers. Thread-safe. */
final class EntityCalls {

    private static final Logger LOG = LoggerFactory.getLogger(EntityCalls.class);
    private static final String NO_CLIENT = "there is no such client";
    private static final String NOT_LISTED = "does not stand under 'contentTypes:' in the plugins file";

    private final Supplier<Rules> rules;
    private final Entities parts;
    private final People people;
    private final Sending sending;
    private final Set<String> warned = ConcurrentHashMap.newKeySet();

    EntityCalls(Supplier<Rules> rules, Entities parts, People people, Sending sending) {
        this.rules = rules;
        this.parts = parts;
        this.people = people;
        this.sending = sending;
    }

    CompletionStage<EntitySubscriptionResult> subscribe(String socketId, String uid, Object id, Wish wish) {
        if (rules.get().exposures().configured(uid).isEmpty()) {
            String error = "nobody can subscribe to '" + uid + "', which " + NOT_LISTED;
            return CompletableFuture.completedStage(new EntitySubscriptionResult(false, null, uid, id, error));
        }
        return result(
                socketId, uid, id, (session, name) -> parts.subscriptions().subscribe(session, uid, name, wish));
    }

    CompletionStage<EntitySubscriptionResult> unsubscribe(String socketId, String uid, Object id) {
        return result(
                socketId, uid, id, (session, name) -> parts.subscriptions().unsubscribe(session, uid, name, true));
    }

    private CompletionStage<EntitySubscriptionResult> result(
            String socketId, String uid, Object id, BiFunction<Session, EntryName, CompletionStage<Outcome>> request) {
        EntryName name = EntryName.of(id);
        CompletionStage<Outcome> outcome = parts.clients()
                .apply(socketId)
                .map(session -> request.apply(session, name))
                .orElseGet(() -> CompletableFuture.completedStage(Outcome.failure(NO_CLIENT)));
        return sending.calledBack(outcome.thenApply(done -> {
            EntitySubscription made = done.subscription();
            return new EntitySubscriptionResult(
                    done.error() == null, made == null ? null : made.room(), uid, id, done.error());
        }));
    }

    Optional<List<EntitySubscription>> of(String socketId) {
        return parts.clients().apply(socketId).map(parts.subscriptions()::entitiesOf);
    }

    CompletionStage<Reach> send(String uid, Object id, RawRequest message) {
        require(uid);
        Set<Room> within = Rooms.of(message.rooms());
        Emission emission = sending.emission(message, Audience.everyone(Audience.ROOT));
        return sending.begunInOrder(() -> parts.subscriptions()
                .whenKnown(uid, nameOf(id), () -> parts.delivery().send(uid, nameOf(id), emission, within)));
    }

    CompletionStage<List<SocketInfo>> sockets(String uid, Object id) {
        require(uid);
        return sending.inOrder(() -> parts.delivery()
                .subscribersOf(uid, nameOf(id))
                .map(room -> people.of(new Audience(Audience.ROOT, Set.of(room))))
                .orElse(List.of()));
    }

    /** The file may change while plugins go on, so that a type which is not listed is no error, but often a mistake. */
    private void require(String uid) {
        Exposures exposures = rules.get().exposures();
        exposures.require(uid);
        if (exposures.configured(uid).isEmpty() && warned.add(uid)) {
            LOG.warn(
                    "Nobody can be subscribed to entries of '{}', which {}; what is sent to them reaches nobody",
                    uid,
                    NOT_LISTED);
        }
    }

    private static Object nameOf(Object id) {
        return Objects.requireNonNull(EntryName.of(id).id());
    }
}
