package dev.pluginio.e2e.probe;

import dev.pluginio.api.realtime.ClientEvent;
import dev.pluginio.api.realtime.EventHandler;
import dev.pluginio.api.realtime.Reply;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.pf4j.Extension;

/** Answers clients in all the ways there are; {@code traffic:turn} tells what the same client has said before. */
@Extension
public final class ProbeTraffic implements EventHandler {

    private static final long DAWDLES = TimeUnit.MILLISECONDS.toNanos(2);

    private final Map<String, Object> said = new ConcurrentHashMap<>();

    @Override
    public Set<String> events() {
        return Set.of("traffic:turn", "traffic:echo", "traffic:slow", "traffic:refuse", "traffic:throw");
    }

    @Override
    public Reply handle(ClientEvent event) {
        List<@Nullable Object> arguments = event.arguments();
        return switch (event.name()) {
            case "traffic:turn" -> turn(event);
            case "traffic:echo" -> Reply.bare(arguments.toArray());
            case "traffic:slow" ->
                Reply.later(CompletableFuture.supplyAsync(
                        () -> Reply.success(Map.of("slow", String.valueOf(arguments.get(0)))),
                        CompletableFuture.delayedExecutor(10, TimeUnit.MILLISECONDS)));
            case "traffic:refuse" -> Reply.failure("not this one", Map.of("said", String.valueOf(arguments.get(0))));
            default -> throw new IllegalStateException("asked to throw");
        };
    }

    /** What comes next must wait for this one, however long it takes. */
    private Reply turn(ClientEvent event) {
        Object now = String.valueOf(event.argument(0));
        if (now.hashCode() % 2 == 0) {
            LockSupport.parkNanos(DAWDLES);
        }
        Object before = said.put(event.socket().id(), now);
        return Reply.bare(before == null ? "" : before, now);
    }
}
