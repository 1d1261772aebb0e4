package dev.pluginio.session.rooms;

import dev.pluginio.api.access.Principal;
import dev.pluginio.api.realtime.IoContext;
import dev.pluginio.api.realtime.IoSocket;
import dev.pluginio.api.realtime.RoomPolicy;
import dev.pluginio.api.realtime.RoomPolicy.Decision;
import dev.pluginio.api.realtime.SocketInfo;
import dev.pluginio.session.handlers.Bound;
import dev.pluginio.transport.Room;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Decides by the rules and the policies of plugins what clients may do about rooms. Thread-safe. */
public final class Rulings {

    private final RoomRules rules;
    private final Supplier<List<Bound<RoomPolicy>>> policies;

    /**
     * Takes both.
     *
     * @param rules the configured rules
     * @param policies gives the policies that there are now
     */
    public Rulings(RoomRules rules, Supplier<List<Bound<RoomPolicy>>> policies) {
        this.rules = rules;
        this.policies = policies;
    }

    /** Whether a client may join a custom room; completes on any thread, in bounded time, never with an error. */
    CompletionStage<Boolean> mayJoin(SocketInfo client, String room) {
        return decide(
                rules.mayJoin(client.principal(), room), (policy, context) -> policy.mayJoin(client, room, context));
    }

    /** Whether it is a rule, and no plugin, that lets somebody join. */
    boolean hasRuleFor(Principal principal, String room) {
        return rules.mayJoin(principal, room);
    }

    /**
     * Decides anew about the rooms that a client had joined when it was here before.
     *
     * @param client who comes back
     * @param before the rooms it was in
     * @param placement takes down those that it may join again
     * @return completes on any thread, in bounded time, never with an error, with the rooms that it is to be in
     */
    public CompletionStage<Set<Room>> readmit(SocketInfo client, Placement.Kept before, Placement placement) {
        CompletionStage<Set<Room>> all = CompletableFuture.completedStage(before.given());
        for (Room room : before.joined()) {
            boolean byRule = hasRuleFor(client.principal(), room.name());
            all = all.thenCombine(mayJoin(client, room.name()), (rooms, may) -> {
                if (!may) {
                    return rooms;
                }
                placement.joined(room, byRule);
                return Stream.concat(rooms.stream(), Stream.of(room)).collect(Collectors.toUnmodifiableSet());
            });
        }
        return all;
    }

    /** Whether a client may send to another; completes on any thread, in bounded time, never with an error. */
    CompletionStage<Boolean> maySend(SocketInfo from, SocketInfo to) {
        return decide(
                rules.maySend(from.principal(), to.principal()),
                (policy, context) -> policy.maySend(from, to, context));
    }

    /** Asks all at the same time. */
    private CompletionStage<Boolean> decide(boolean isAllowedByRule, Question question) {
        CompletionStage<Decision> all =
                CompletableFuture.completedStage(isAllowedByRule ? Decision.ALLOW : Decision.ABSTAIN);
        for (Bound<RoomPolicy> policy : policies.get()) {
            all = all.thenCombine(decisionOf(policy, question), Rulings::both);
        }
        return all.thenApply(Decision.ALLOW::equals);
    }

    private static CompletionStage<Decision> decisionOf(Bound<RoomPolicy> policy, Question question) {
        return policy.ask(asked -> CompletableFuture.completedStage(answerOf(asked, policy, question)))
                .exceptionally(failure -> {
                    policy.warn("could not decide about a room, which refuses", failure);
                    return Decision.REFUSE;
                });
    }

    private static Decision answerOf(RoomPolicy policy, IoContext context, Question question) {
        try {
            return Objects.requireNonNull(
                    question.ask(policy, context), "the decision is null; give ABSTAIN to leave it to others");
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new CompletionException(e);
        }
    }

    private static Decision both(Decision one, Decision other) {
        if (one == Decision.REFUSE || other == Decision.REFUSE) {
            return Decision.REFUSE;
        }
        return one == Decision.ALLOW ? one : other;
    }

    static SocketInfo infoOf(IoSocket socket) {
        return new SocketInfo(socket.id(), socket.namespace(), socket.principal(), socket.rooms());
    }

    /** What a policy is asked. */
    private interface Question {
        Decision ask(RoomPolicy policy, IoContext context) throws Exception;
    }
}
