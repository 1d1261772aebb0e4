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

/** The calls that one client causes: one after the other, and not too many. Thread-safe. */
public final class Lane {

    private static final Logger LOG = LoggerFactory.getLogger(Lane.class);

    private final Handlers handlers;
    private final Client client;
    private final Caller principal;
    private final String confidant;
    private final Map<String, @Nullable Object> auth;

    private @Nullable Queue<Call> waiting;
    private boolean busy;
    private int owed;
    private long held;
    private boolean left;
    private Routes known = Routes.NONE;
    private List<Bound<ConnectionHandler>> told = List.of();
    private @Nullable CompletableFuture<@Nullable Void> over;

    Lane(Handlers handlers, Client client, Caller principal, String confidant, Map<String, @Nullable Object> auth) {
        this.handlers = handlers;
        this.client = client;
        this.principal = principal;
        this.confidant = confidant;
        this.auth = auth;
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
        return client;
    }

    /** Who the client is at this moment. */
    Principal principal() {
        return principal.principal();
    }

    /** The payload of the handshake, as far as a plugin may know it. */
    Map<String, @Nullable Object> authFor(String plugin) {
        return plugin.equals(confidant) ? auth : Map.of();
    }

    /** Tells those of the client who have not been told; they hear of it before anything else of it. */
    synchronized void catchUp() {
        Routes now = handlers.routes();
        if (left || known == now) {
            return;
        }
        known = now;
        List<Bound<ConnectionHandler>> all = now.listeners(client.namespace());
        List<Bound<ConnectionHandler>> before = told;
        told = all;
        for (Bound<ConnectionHandler> listener : all) {
            if (!before.contains(listener)) {
                submit(new Greeting(this, listener));
            }
        }
    }

    /** Somebody could not be told of the client; false if that does not matter, because its plugin has stopped. */
    synchronized boolean forget(Bound<ConnectionHandler> listener) {
        told = told.stream().filter(other -> other != listener).toList();
        return listener.extension() != null;
    }

    /** Tells all who were told of the client that it has left. */
    synchronized void leave(String reason) {
        left = true;
        for (Bound<ConnectionHandler> listener : told) {
            append(new Farewell(this, listener, reason));
        }
        told = List.of();
        known = Routes.NONE;
        if (!busy) {
            over().toCompletableFuture().complete(null);
        }
    }

    /** Has a call made in its turn, or turned away. */
    void submit(Call call) {
        boolean accepted;
        synchronized (this) {
            accepted = call.isOwed() || (hasRoomFor(call) && !call.bound.guest().isBusy());
            if (accepted) {
                append(call);
            }
        }
        if (!accepted) {
            LOG.debug("{} is turned away: too much waits", call);
            handlers.observer().handlerBusy();
            call.excuse(Handlers.BUSY, false);
        }
    }

    private boolean hasRoomFor(Call call) {
        int all = owed + (waiting == null ? 0 : waiting.size());
        Handlers.Settings settings = handlers.settings();
        return all < settings.mostWaitingOfOne() && (held == 0 || held + call.weight() <= settings.mostBytesOfOne());
    }

    private synchronized void append(Call call) {
        if (busy) {
            if (waiting == null) {
                waiting = new ArrayDeque<>(2);
            }
            waiting.add(call);
            held += call.weight();
        } else {
            busy = true;
            call.dispatch();
        }
    }

    /** The call whose turn it was is over. */
    void next() {
        Call call;
        CompletableFuture<@Nullable Void> end = null;
        synchronized (this) {
            call = waiting == null ? null : waiting.poll();
            busy = call != null;
            if (call == null) {
                waiting = null;
                end = left ? over : null;
            } else {
                held -= call.weight();
            }
        }
        if (call != null) {
            call.dispatch();
        } else if (end != null) {
            end.complete(null);
        }
    }

    /** A reply is to come later, until when the event may be needed. */
    synchronized void owe(int weight) {
        owed++;
        held += weight;
    }

    /** It has come. */
    synchronized void paid(int weight) {
        owed--;
        held -= weight;
    }
}
