package dev.pluginio.e2e.probe;

import dev.pluginio.api.realtime.RoomPolicy;
import dev.pluginio.api.realtime.SocketInfo;
import org.pf4j.Extension;

/** Lets every client into rooms that begin with {@code probe-open}, and none into those that begin with {@code probe-shut}. */
@Extension
public final class ProbePolicy implements RoomPolicy {

    @Override
    public Decision mayJoin(SocketInfo client, String room) {
        if (room.startsWith("probe-open")) {
            return Decision.ALLOW;
        }
        return room.startsWith("probe-shut") ? Decision.REFUSE : Decision.ABSTAIN;
    }
}
