package dev.pluginio.session.entities;

import dev.pluginio.api.realtime.EntitySubscription;
import dev.pluginio.delivery.Standings.Standing;
import dev.pluginio.session.Session;
import dev.pluginio.session.recovery.Memo;
import dev.pluginio.session.recovery.Memo.Possessions;
import dev.pluginio.transport.Room;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What one client is subscribed to. Thread-safe. */
final class Subscriber {

    /**
     * A subscription.
     *
     * @param isHidden whether the client did not ask for it, but somebody who did not need to know what it may read
     */
    record Held(EntitySubscription subscription, Standing standing, boolean isHidden) {}

    private final Session session;
    private final Map<Room, Held> entities = new LinkedHashMap<>();
    private final Set<String> types = new LinkedHashSet<>();
    private CompletableFuture<?> last = CompletableFuture.completedFuture(null);
    private boolean gone;

    Subscriber(Session session) {
        this.session = session;
    }

    Session session() {
        return session;
    }

    /** Does something when all that was asked for before is done: what a client asks for takes effect in that order. */
    synchronized <T> CompletionStage<T> inTurn(Supplier<CompletionStage<T>> request) {
        CompletableFuture<T> result = new CompletableFuture<>();
        CompletableFuture<?> before = last;
        last = result;
        before.whenComplete((done, failed) -> begin(request, result));
        return result;
    }

    private static <T> void begin(Supplier<CompletionStage<T>> request, CompletableFuture<T> result) {
        try {
            request.get().whenComplete((done, failed) -> {
                if (failed == null) {
                    result.complete(done);
                } else {
                    result.completeExceptionally(failed);
                }
            });
        } catch (RuntimeException | Error e) {
            result.completeExceptionally(e);
        }
    }

    synchronized int size() {
        return entities.size() + types.size();
    }

    synchronized boolean has(Standing standing) {
        return entities.containsKey(standing.room());
    }

    /** Whether the subscription is new; if not, or the client has gone, the standing is not kept. */
    synchronized boolean add(EntitySubscription subscription, Standing standing, boolean isHidden) {
        return !gone && entities.putIfAbsent(standing.room(), new Held(subscription, standing, isHidden)) == null;
    }

    /** The client has asked for it, too. */
    synchronized void reveal(Standing standing) {
        entities.computeIfPresent(standing.room(), (room, held) -> new Held(held.subscription, held.standing, false));
    }

    synchronized boolean isHidden(Standing standing) {
        Held held = entities.get(standing.room());
        return held != null && held.isHidden;
    }

    synchronized boolean addType(String uid) {
        return !gone && types.add(uid);
    }

    synchronized boolean hasType(String uid) {
        return types.contains(uid);
    }

    synchronized boolean removeType(String uid) {
        return types.remove(uid);
    }

    /** What it is subscribed to under this name. */
    synchronized Optional<Standing> find(String uid, EntryName name) {
        return entities.values().stream()
                .filter(held -> held.subscription.uid().equals(uid) && isNamed(held.subscription, name))
                .map(Held::standing)
                .findFirst();
    }

    /** Takes out a subscription; gives what it held, null if there is none. */
    synchronized @Nullable Standing remove(Standing standing) {
        Held held = entities.remove(standing.room());
        return held == null ? null : held.standing;
    }

    private static boolean isNamed(EntitySubscription subscription, EntryName name) {
        if (name.documentId() != null) {
            return subscription.documentId().equals(name.documentId());
        }
        return String.valueOf(subscription.id()).equals(String.valueOf(name.id()))
                || (name.id() instanceof String text
                        && subscription.documentId().equals(text));
    }

    synchronized List<EntitySubscription> entities() {
        return entities.values().stream().map(Held::subscription).toList();
    }

    synchronized List<Standing> standings() {
        return entities.values().stream().map(Held::standing).toList();
    }

    synchronized List<String> types() {
        return List.copyOf(types);
    }

    /** Takes what another client had; false if this one has gone. */
    synchronized boolean resume(Left left) {
        if (!gone) {
            left.held.forEach(one -> entities.put(one.standing.room(), one));
            types.addAll(left.types);
        }
        return !gone;
    }

    /** What it holds now. */
    synchronized Left now() {
        return new Left(List.copyOf(entities.values()), List.copyOf(types));
    }

    /** The client has gone; gives what it held. */
    synchronized Left leave() {
        gone = true;
        Left left = now();
        entities.clear();
        types.clear();
        return left;
    }

    /** What a client held that has gone. */
    record Left(List<Held> held, List<String> types) {

        Possessions inWords() {
            return new Possessions(
                    held.stream()
                            .map(one -> new Memo.Followed(
                                    one.subscription.uid(),
                                    one.subscription.id(),
                                    one.subscription.documentId(),
                                    one.isHidden))
                            .toList(),
                    types);
        }
    }
}
