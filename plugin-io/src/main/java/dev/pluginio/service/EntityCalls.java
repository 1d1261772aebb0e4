package dev.pluginio.service;

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
import java.util.function.BiFunction;
import java.util.function.Supplier;

/** What is asked for about entries and their subscribers. Thread-safe. */
final class EntityCalls {

    private static final String NO_CLIENT = "there is no such client";

    private final Supplier<Rules> rules;
    private final Entities parts;
    private final People people;
    private final Sending sending;

    EntityCalls(Supplier<Rules> rules, Entities parts, People people, Sending sending) {
        this.rules = rules;
        this.parts = parts;
        this.people = people;
        this.sending = sending;
    }

    CompletionStage<EntitySubscriptionResult> subscribe(String socketId, String uid, Object id, Wish wish) {
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
        rules.get().exposures().require(uid);
        Set<Room> within = Rooms.of(message.rooms());
        Emission emission = sending.emission(message, Audience.everyone(Audience.ROOT));
        return sending.begunInOrder(() -> parts.subscriptions()
                .whenKnown(uid, nameOf(id), () -> parts.delivery().send(uid, nameOf(id), emission, within)));
    }

    CompletionStage<List<SocketInfo>> sockets(String uid, Object id) {
        rules.get().exposures().require(uid);
        return sending.inOrder(() -> parts.delivery()
                .subscribersOf(uid, nameOf(id))
                .map(room -> people.of(new Audience(Audience.ROOT, Set.of(room))))
                .orElse(List.of()));
    }

    private static Object nameOf(Object id) {
        return Objects.requireNonNull(EntryName.of(id).id());
    }
}
