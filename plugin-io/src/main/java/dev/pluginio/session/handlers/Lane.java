package dev.pluginio.session.handlers;

import dev.pluginio.api.access.Principal;
import dev.pluginio.api.realtime.ConnectionHandler;
import dev.pluginio.transport.Client;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The calls that one client causes: one after the other, and not too many. Thread-safe. No call is handed to its plugin's threads
 * while the lane is locked: a quick one would be over before, and whoever has to wait for a lock makes a monitor of 200 bytes of
 * it, which the client keeps as long as it is there.
 */
public final class Lane {

    private static final Logger LOG = LoggerFactory.getLogger(Lane.class);

    private static final Backlog NOTHING = new Backlog();

    private final Handlers handlers;
    private final Caller caller;

    /** Null while nothing waits and no reply is owed, which is most of the time. */
    private @Nullable Backlog backlog;

    private boolean busy;
    private boolean left;
    private Routes known = Routes.NONE;
    private List<Bound<ConnectionHandler>> told = List.of();
    private @Nullable CompletableFuture<@Nullable Void> over;

    /** What there is beside the call that is being made. */
    private static final class Backlog {
        private final Queue<Call> waiting = new ArrayDeque<>(2);
        private int owed;
        private long held;

        boolean isEmpty() {
            return waiting.isEmpty() && owed == 0;
        }

        void add(Call call) {
            waiting.add(call);
            held += call.weight();
        }

        @Nullable
        Call poll() {
            Call call = waiting.poll();
            held -= call == null ? 0 : call.weight();
            return call;
        }

        /** Owes so many replies more. */
        void owe(int replies, long weight) {
            owed += replies;
            held += weight;
        }

        boolean hasRoomFor(Call call, Handlers.Settings settings) {
            return owed + waiting.size() < settings.mostWaitingOfOne()
                    && (held == 0 || held + call.weight() <= settings.mostBytesOfOne());
        }
    }

    Lane(Handlers handlers, Caller caller) {
        this.handlers = handlers;
        this.caller = caller;
    }

    private Backlog backlog() {
        Backlog known = backlog == null ? new Backlog() : backlog;
        backlog = known;
        return known;
    }

    private void forgetEmptyBacklog() {
        if (backlog != null && backlog.isEmpty()) {
            backlog = null;
        }
    }

    /** Has nothing of it called before something is over, which must end some time. */
    void waitFor(CompletionStage<?> before) {
        synchronized (this) {
            busy = true;
        }
        before.whenComplete((done, failure) -> next());
    }

    /** Completes when the client has left and all who were told of it have been told that; never with an error. */
    public synchronized CompletionStage<@Nullable Void> over() {
        CompletableFuture<@Nullable Void> known = over == null ? new CompletableFuture<>() : over;
        over = known;
        return known;
    }

    Handlers handlers() {
        return handlers;
    }

    Client client() {
        return caller.client();
    }

    /** Who the client is at this moment. */
    Principal principal() {
        return caller.principal();
    }

    /** The payload of the handshake, as far as a plugin may know it. */
    Map<String, @Nullable Object> authFor(String plugin) {
        return plugin.equals(caller.plugin()) ? caller.auth() : Map.of();
    }

    /** Tells those of the client who have not been told; they hear of it before anything else of it. */
    void catchUp() {
        dispatch(greet());
    }

    private synchronized @Nullable Call greet() {
        Routes now = handlers.routes();
        if (left || known == now) {
            return null;
        }
        known = now;
        List<Bound<ConnectionHandler>> all = now.listeners(client().namespace());
        List<Bound<ConnectionHandler>> before = told;
        told = all;
        return append(all.stream()
                .filter(listener -> !before.contains(listener))
                .map(listener -> new Greeting(this, listener))
                .toList());
    }

    /** Somebody could not be told of the client; false if that does not matter, because its plugin has stopped. */
    synchronized boolean forget(Bound<ConnectionHandler> listener) {
        told = told.stream().filter(other -> other != listener).toList();
        return listener.extension() != null;
    }

    /** Tells all who were told of the client that it has left. */
    void leave(String reason) {
        dispatch(bidFarewell(reason));
    }

    private synchronized @Nullable Call bidFarewell(String reason) {
        left = true;
        Call due = append(told.stream()
                .map(listener -> new Farewell(this, listener, reason))
                .toList());
        told = List.of();
        known = Routes.NONE;
        if (!busy) {
            over().toCompletableFuture().complete(null);
        }
        return due;
    }

    /** Has a call made in its turn, or turned away. */
    void submit(Call call) {
        Call due = null;
        boolean accepted;
        synchronized (this) {
            accepted = call.isOwed() || (hasRoomFor(call) && !call.bound.guest().isBusy());
            if (accepted) {
                due = append(List.of(call));
            }
        }
        dispatch(due);
        if (!accepted) {
            LOG.debug("{} is turned away: too much waits", call);
            handlers.observer().handlerBusy();
            call.excuse(Handlers.BUSY, false);
        }
    }

    private boolean hasRoomFor(Call call) {
        return (backlog == null ? NOTHING : backlog).hasRoomFor(call, handlers.settings());
    }

    /** Has calls made in their turn: gives the one whose turn it is now, which is to be dispatched once nothing is locked. */
    private @Nullable Call append(List<? extends Call> calls) {
        Call due = null;
        for (Call call : calls) {
            call.bound.guest().holds(call.weight());
            if (busy) {
                backlog().add(call);
            } else {
                busy = true;
                due = call;
            }
        }
        return due;
    }

    private static void dispatch(@Nullable Call due) {
        if (due != null) {
            due.dispatch();
        }
    }

    /** The call whose turn it was is over. */
    void next() {
        Call call;
        CompletableFuture<@Nullable Void> end = null;
        synchronized (this) {
            call = backlog == null ? null : backlog.poll();
            busy = call != null;
            end = !busy && left ? over().toCompletableFuture() : null; // whoever asks later is told, too
            forgetEmptyBacklog();
        }
        dispatch(call);
        if (end != null) {
            end.complete(null);
        }
    }

    /** A reply is to come later, until when the event may be needed. */
    synchronized void owe(int weight) {
        backlog().owe(1, weight);
    }

    /** It has come. */
    synchronized void paid(int weight) {
        backlog().owe(-1, -weight);
        forgetEmptyBacklog();
    }
}
