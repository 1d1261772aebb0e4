package dev.pluginio.session;

import dev.pluginio.api.realtime.ClientEvent;
import dev.pluginio.api.realtime.EventHandler;
import dev.pluginio.api.realtime.Reply;
import dev.pluginio.delivery.CatchUp;
import dev.pluginio.delivery.CatchUp.Outcome;
import dev.pluginio.transport.Audience;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Lets clients ask for what they missed, by the offset of the last event they have. */
public final class SyncRequests implements EventHandler {

    static final String NAME = "sync";

    /** So many times at once, and in the long run once in {@link #BETWEEN_NANOS}. */
    static final int AT_ONCE = 5;

    static final long BETWEEN_NANOS = TimeUnit.SECONDS.toNanos(5);

    private static final int LONGEST = 255;
    private static final int MOST_TYPES = 1_000;
    private static final Reply MALFORMED =
            Reply.failure("sync takes { offset: '<meta.offset of an event>', types?: ['<uid>', …] }");
    private static final Reply NOT_HERE = Reply.failure("events are asked for in the namespace '/'");
    private static final Reply TOO_OFTEN = Reply.failure("too many requests; try again later");
    private static final Reply BUSY = Reply.failure("what was missed is being sent already; try again later");

    private final CatchUp catchUp;
    private final Function<String, Optional<Session>> clients;
    private final LongSupplier nanoTime;
    private final Map<Session, Allowance> allowances = Collections.synchronizedMap(new WeakHashMap<>());

    /**
     * Answers clients.
     *
     * @param catchUp sends what was missed
     * @param clients a client's stay, by its socket id
     * @param nanoTime a clock that only goes forward
     */
    public SyncRequests(CatchUp catchUp, Function<String, Optional<Session>> clients, LongSupplier nanoTime) {
        this.catchUp = catchUp;
        this.clients = clients;
        this.nanoTime = nanoTime;
    }

    @Override
    public Set<String> events() {
        return Set.of(NAME);
    }

    @Override
    public Reply handle(ClientEvent event) {
        Optional<Session> session = clients.apply(event.socket().id());
        @Nullable Wanted wanted = Wanted.of(event.argument(0));
        if (session.isEmpty()) {
            return Reply.failure("the client has gone");
        } else if (!event.socket().namespace().equals(Audience.ROOT)) {
            return NOT_HERE;
        } else if (wanted == null) {
            return MALFORMED;
        }
        Allowance allowance = allowances.computeIfAbsent(session.get(), one -> new Allowance(nanoTime));
        return allowance.take()
                ? Reply.later(catchUp.sync(session.get().client(), catchUp.find(wanted.offset()), wanted.types())
                        .thenApply(SyncRequests::reply))
                : TOO_OFTEN;
    }

    private static Reply reply(Optional<Outcome> done) {
        if (done.isEmpty()) {
            return BUSY;
        }
        CatchUp.@Nullable Reason reason = done.get().reason();
        return reason == null
                ? Reply.success(Map.of("count", done.get().events()))
                : Reply.failure(CatchUp.RELOAD, Outcome.told(done.get().types(), reason));
    }

    /** How often one client may still ask. */
    private static final class Allowance {
        private final LongSupplier nanoTime;
        private long full;

        Allowance(LongSupplier nanoTime) {
            this.nanoTime = nanoTime;
            this.full = nanoTime.getAsLong();
        }

        synchronized boolean take() {
            long now = nanoTime.getAsLong();
            long next = (full - now > 0 ? full : now) + BETWEEN_NANOS; // when all of it is there again
            if (next - now > AT_ONCE * BETWEEN_NANOS) {
                return false;
            }
            full = next;
            return true;
        }
    }

    /** What a client asks for, as far as it makes sense. */
    private record Wanted(String offset, Set<String> types) {

        static @Nullable Wanted of(@Nullable Object untrusted) {
            if (!(untrusted instanceof Map<?, ?> map)
                    || !(map.get("offset") instanceof String offset)
                    || !isWord(offset)) {
                return null;
            }
            Set<String> types = typesIn(map.get("types"));
            return types == null ? null : new Wanted(offset, types);
        }

        /** None for all; null if they make no sense. */
        private static @Nullable Set<String> typesIn(@Nullable Object untrusted) {
            if (untrusted == null) {
                return Set.of();
            }
            if (!(untrusted instanceof List<?> list) || list.isEmpty() || list.size() > MOST_TYPES) {
                return null;
            }
            Set<String> types = new HashSet<>();
            for (Object one : list) {
                if (!(one instanceof String uid) || !isWord(uid)) {
                    return null;
                }
                types.add(uid);
            }
            return types;
        }

        private static boolean isWord(String text) {
            return !text.isEmpty() && text.length() <= LONGEST;
        }
    }
}
