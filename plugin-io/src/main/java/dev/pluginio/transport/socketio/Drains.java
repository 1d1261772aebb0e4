package dev.pluginio.transport.socketio;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Those who wait until clients have taken what was queued for them. Confined to one event loop. */
final class Drains {

    /** By connection: nothing is left for any of its clients when it has nothing waiting. */
    private final Map<Session, List<Waiter>> waiting = new IdentityHashMap<>();

    private record Waiter(Member member, CompletableFuture<Void> drained) {}

    void await(Member member, CompletableFuture<Void> drained) {
        waiting.computeIfAbsent(member.session(), key -> new ArrayList<>(1)).add(new Waiter(member, drained));
    }

    /** A connection was given what it can take. */
    void flushed(Outlet outlet) {
        if (!waiting.isEmpty() && outlet.isDrained()) {
            List<Waiter> done = waiting.remove(outlet.session());
            if (done != null) {
                done.forEach(waiter -> waiter.drained.complete(null));
            }
        }
    }

    void left(Member member) {
        List<Waiter> known = waiting.get(member.session());
        if (known != null) {
            List<Waiter> done =
                    known.stream().filter(waiter -> waiter.member == member).toList();
            known.removeAll(done);
            if (known.isEmpty()) {
                waiting.remove(member.session());
            }
            done.forEach(waiter -> waiter.drained.complete(null));
        }
    }
}
