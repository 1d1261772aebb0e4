package dev.pluginio.e2e.points;

import dev.pluginio.api.realtime.IoContext;
import dev.pluginio.api.realtime.RoomPolicy;
import dev.pluginio.api.realtime.SocketInfo;

/** Lets everybody into the room that its settings name. */
public final class Porter implements RoomPolicy {

    @Override
    public Decision mayJoin(SocketInfo client, String room, IoContext context) {
        return room.equals(context.settings().get("open")) ? Decision.ALLOW : Decision.ABSTAIN;
    }
}
