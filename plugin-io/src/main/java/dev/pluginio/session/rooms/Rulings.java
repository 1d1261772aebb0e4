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
import java.util.Optional;
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
        return join(client, room).thenApply(Ruling.ALLOW::equals);
    }

    private CompletionStage<Ruling> join(SocketInfo client, String room) {
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
     * @return completes on any thread, in bounded time, never with an error, with the rooms that it is to be in; empty if a
     *     policy could not decide about one that it would be in otherwise
     */
    public CompletionStage<Optional<Set<Room>>> readmit(SocketInfo client, Placement.Kept before, Placement placement) {
        CompletionStage<Optional<Set<Room>>> all = CompletableFuture.completedStage(Optional.of(before.given()));
        for (Room room : before.joined()) {
            all = all.thenCombine(join(client, room.name()), (rooms, ruling) -> with(rooms, room, ruling));
        }
        return all.thenApply(rooms -> {
            rooms.ifPresent(in -> before.joined().stream()
                    .filter(in::contains)
                    .forEach(room -> placement.joined(room, hasRuleFor(client.principal(), room.name()))));
            return rooms;
        });
    }

    private static Optional<Set<Room>> with(Optional<Set<Room>> rooms, Room room, Ruling ruling) {
        return switch (ruling) {
            case ALLOW ->
                rooms.map(
                        some -> Stream.concat(some.stream(), Stream.of(room)).collect(Collectors.toUnmodifiableSet()));
            case ABSTAIN, REFUSE -> rooms;
            case UNDECIDED -> Optional.empty();
        };
    }

    /** Whether a client may send to another; completes on any thread, in bounded time, never with an error. */
    CompletionStage<Boolean> maySend(SocketInfo from, SocketInfo to) {
        return decide(
                        rules.maySend(from.principal(), to.principal()),
                        (policy, context) -> policy.maySend(from, to, context))
                .thenApply(Ruling.ALLOW::equals);
    }

    /** Asks all at the same time. */
    private CompletionStage<Ruling> decide(boolean isAllowedByRule, Question question) {
        CompletionStage<Ruling> all = CompletableFuture.completedStage(isAllowedByRule ? Ruling.ALLOW : Ruling.ABSTAIN);
        for (Bound<RoomPolicy> policy : policies.get()) {
            all = all.thenCombine(rulingOf(policy, question), Ruling::and);
        }
        return all;
    }

    private static CompletionStage<Ruling> rulingOf(Bound<RoomPolicy> policy, Question question) {
        return policy.ask(asked -> CompletableFuture.completedStage(answerOf(asked, policy, question)))
                .thenApply(Ruling::of)
                .exceptionally(failure -> {
                    policy.warn("could not decide about a room, which refuses", failure);
                    return Ruling.UNDECIDED;
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

    /** What comes of the rules and all policies; only {@link #ALLOW} lets. The later one counts more. */
    private enum Ruling {
        ABSTAIN,
        ALLOW,
        /** A policy failed, or took too long. */
        UNDECIDED,
        REFUSE;

        static Ruling of(Decision decision) {
            return switch (decision) {
                case ABSTAIN -> ABSTAIN;
                case ALLOW -> ALLOW;
                case REFUSE -> REFUSE;
            };
        }

        Ruling and(Ruling other) {
            return compareTo(other) > 0 ? this : other;
        }
    }

    static SocketInfo infoOf(IoSocket socket) {
        return new SocketInfo(socket.id(), socket.namespace(), socket.principal(), socket.rooms());
    }

    /** What a policy is asked. */
    private interface Question {
        Decision ask(RoomPolicy policy, IoContext context) throws Exception;
    }
}
