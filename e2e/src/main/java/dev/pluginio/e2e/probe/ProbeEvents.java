package dev.pluginio.e2e.probe;

import dev.pluginio.api.realtime.ClientEvent;
import dev.pluginio.api.realtime.EventHandler;
import dev.pluginio.api.realtime.IoSocket;
import dev.pluginio.api.realtime.Reply;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.pf4j.Extension;

/** Uses the handler interface the way any other plugin would, at the word of a client. */
@Extension
public final class ProbeEvents implements EventHandler {

    @Override
    public Set<String> events() {
        return Set.of("probe:join", "probe:leave", "probe:who", "probe:ask", "probe:throw", "probe:leak");
    }

    @Override
    public Reply handle(ClientEvent event) {
        IoSocket socket = event.socket();
        String word = String.valueOf(event.argument(0));
        switch (event.name()) {
            case "probe:join":
                socket.join(word);
                return Reply.success(Map.of("rooms", new TreeSet<>(socket.rooms())));
            case "probe:leave":
                socket.leave(word);
                return Reply.success(Map.of("rooms", new TreeSet<>(socket.rooms())));
            case "probe:who":
                return Reply.bare(who(socket));
            case "probe:ask":
                return Reply.later(ask(socket, word));
            case "probe:leak":
                return Reply.bare(Map.of("name", "ann", "password", "secret"));
            default:
                throw new IllegalStateException("asked to throw");
        }
    }

    private static Map<String, @Nullable Object> who(IoSocket socket) {
        Map<String, @Nullable Object> who = new LinkedHashMap<>();
        who.put("role", socket.principal().grantee().name());
        who.put("namespace", socket.namespace());
        who.put("auth", socket.auth());
        who.put("connected", socket.isConnected());
        return who;
    }

    private static CompletionStage<Reply> ask(IoSocket socket, String word) {
        return socket.emitWithAck(Duration.ofSeconds(10), "question", word)
                .thenApply(answers -> Reply.bare("answered", answers));
    }
}
