package dev.pluginio.testkit.guide;

import dev.pluginio.api.realtime.RoomPolicy;
import dev.pluginio.api.realtime.SocketInfo;

/** What the guide shows. */
public final class OwnRooms implements RoomPolicy {

    @Override
    public Decision mayJoin(SocketInfo client, String room) {
        return client.userId().filter(id -> room.equals("inbox of " + id)).isPresent()
                ? Decision.ALLOW
                : Decision.ABSTAIN;
    }
}
