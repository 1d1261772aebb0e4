package dev.pluginio.echo;

import dev.pluginio.api.realtime.ClientEvent;
import dev.pluginio.api.realtime.EventHandler;
import dev.pluginio.api.realtime.Reply;
import java.util.Set;
import org.pf4j.Extension;

/** Sends back what clients send: as an event, or as the reply. */
@Extension
public final class EchoEvents implements EventHandler {

    private static final String MESSAGE = "message";
    private static final String MESSAGE_WITH_ACK = "message-with-ack";

    @Override
    public Set<String> namespaces() {
        return Set.of("/", "/custom");
    }

    @Override
    public Set<String> events() {
        return Set.of(MESSAGE, MESSAGE_WITH_ACK);
    }

    @Override
    public Reply handle(ClientEvent event) {
        Object[] same = event.arguments().toArray();
        if (event.name().equals(MESSAGE_WITH_ACK)) {
            return Reply.bare(same).unfiltered();
        }
        event.socket().unfiltered().emit("message-back", same);
        return Reply.none();
    }
}
