package dev.pluginio.testkit.guide;

import dev.pluginio.api.realtime.ClientEvent;
import dev.pluginio.api.realtime.EventHandler;
import dev.pluginio.api.realtime.Reply;
import java.util.Map;
import java.util.Set;

/** What the guide shows. */
public final class Comments implements EventHandler {

    @Override
    public Set<String> events() {
        return Set.of("follow", "typing");
    }

    @Override
    public Reply handle(ClientEvent event) {
        if (!(event.argument(0) instanceof String article)) { // whatever a client sends is untrusted
            return Reply.failure("Which article?");
        }
        if (event.name().equals("follow")) {
            event.socket().join("comments of " + article); // io.raw(RawRequest.of(…).rooms("comments of …")) reaches it
            return Reply.success(Map.of("following", article));
        }
        return Reply.none();
    }
}
