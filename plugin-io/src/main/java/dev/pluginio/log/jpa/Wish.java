package dev.pluginio.log.jpa;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What is to become of one keepsake. Whoever has the lock of all that waits may change it. */
final class Wish {

    private final String name;
    private final CompletableFuture<Boolean> done = new CompletableFuture<>();
    private @Nullable Supplier<@Nullable String> note;
    private @Nullable Long leftAt;

    Wish(String name) {
        this.name = name;
    }

    String name() {
        return name;
    }

    /** Completes with whether it was done. */
    CompletableFuture<Boolean> done() {
        return done;
    }

    /** It is to be written as it is then. */
    void write(Supplier<@Nullable String> current) {
        note = current;
        leftAt = null;
    }

    /** It is to be written, and its time runs. */
    void leave(String last, long at) {
        note = () -> last;
        leftAt = at;
    }

    /** It is to be taken away. */
    void drop() {
        note = null;
        leftAt = null;
    }

    /** What gives its note; null if it is to be taken away. */
    @Nullable
    Supplier<@Nullable String> note() {
        return note;
    }

    @Nullable
    Long leftAt() {
        return leftAt;
    }

    /** A newer one stands for this one, too. */
    void giveWayTo(Wish newer) {
        newer.done.thenAccept(done::complete);
    }

    /** Nobody waits for it longer than until then. */
    void endsBy(Future<?> deadline) {
        done.thenAccept(result -> deadline.cancel(false));
    }
}
