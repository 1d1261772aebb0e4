package dev.pluginio.testkit;

import dev.pluginio.api.realtime.ClientEvent;
import dev.pluginio.api.realtime.EventHandler;
import dev.pluginio.api.realtime.Reply;
import java.util.Set;

/** A handler as a plugin has it. */
public final class Greeter implements EventHandler {

    @Override
    public Set<String> events() {
        return Set.of("greet");
    }

    @Override
    public Reply handle(ClientEvent event) {
        return event.argument(0) instanceof String name ? Reply.bare("Hello " + name) : Reply.failure("name missing");
    }
}
