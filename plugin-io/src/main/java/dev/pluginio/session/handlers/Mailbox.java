package dev.pluginio.session.handlers;

import dev.pluginio.api.event.ContentEvent;
import dev.pluginio.api.realtime.ContentListener;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** What one listener has still to be told: one after the other, and not too much. Thread-safe. */
final class Mailbox {

    private final Bound<ContentListener> bound;
    private final Set<String> needs;
    private final Deque<Letter> waiting = new ArrayDeque<>();

    private boolean busy;
    private boolean closed;

    /** A change; null stands for those that are missing at that place. */
    private record Letter(@Nullable ContentEvent event) {
        private static final Letter MISSING = new Letter(null);
    }

    Mailbox(Bound<ContentListener> bound, Set<String> needs) {
        this.bound = bound;
        this.needs = needs;
    }

    Bound<ContentListener> bound() {
        return bound;
    }

    Set<String> needs() {
        return needs;
    }

    /** Tells of a change when its turn comes, or that it is missing. */
    void put(ContentEvent event) {
        add(new Letter(event));
    }

    /** Tells, behind what waits, that changes are missing. */
    void miss() {
        add(Letter.MISSING);
    }

    private void add(Letter given) {
        Letter letter = given;
        synchronized (this) {
            if (closed) {
                return;
            }
            Handlers handlers = bound.guest().handlers();
            if (letter.event() != null && waiting.size() >= handlers.settings().mostWaiting()) {
                letter = Letter.MISSING;
                handlers.observer().changeMissed();
                bound.warn("is too slow and misses changes", null);
            }
            if (letter != Letter.MISSING || waiting.peekLast() != Letter.MISSING) {
                waiting.add(letter);
            }
            if (busy) {
                return;
            }
            busy = true;
        }
        tell();
    }

    /** Tells nothing any more. */
    synchronized void close() {
        closed = true;
        waiting.clear();
    }

    /** Has the next ones told, on threads of the plugin, until one is not done at once. */
    private void tell() {
        CompletableFuture<Boolean> told;
        do {
            Letter next;
            synchronized (this) {
                next = waiting.poll();
                busy = next != null;
            }
            if (next == null) {
                return;
            }
            told = tell(next);
        } while (told.isDone());
        told.thenRun(this::tell);
    }

    /** Completes, in bounded time and normally, when the listener is done with it. */
    private CompletableFuture<Boolean> tell(Letter next) {
        return bound.call(listener -> {
                    if (next.event() == null) {
                        listener.missed(bound);
                    } else {
                        listener.changed(next.event(), bound);
                    }
                    return true;
                })
                .toCompletableFuture()
                .handle(this::judged);
    }

    private Boolean judged(@Nullable Boolean done, @Nullable Throwable failure) {
        HandlerObserver observer = bound.guest().handlers().observer();
        if (failure == null) {
            observer.handled();
        } else if (!(failure instanceof GoneException)) {
            if (failure instanceof TimeoutException) {
                observer.handlerTimedOut();
            } else {
                observer.handlerFailed();
            }
            bound.warn("failed to take in a change", failure);
        }
        return true;
    }
}
