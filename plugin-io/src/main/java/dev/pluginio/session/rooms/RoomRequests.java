package dev.pluginio.session.rooms;

import dev.pluginio.api.realtime.ClientEvent;
import dev.pluginio.api.realtime.EventHandler;
import dev.pluginio.api.realtime.Reply;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Tells clients which rooms they are in. */
public final class RoomRequests implements EventHandler {

    private static final String LIST = "get-rooms";

    @Override
    public Set<String> events() {
        return Set.of(LIST);
    }

    @Override
    public Reply handle(ClientEvent event) {
        List<String> rooms = event.socket().rooms().stream().sorted().toList();
        return Reply.success(Map.of("rooms", rooms));
    }
}
