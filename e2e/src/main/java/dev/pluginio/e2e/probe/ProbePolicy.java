package dev.pluginio.e2e.probe;

import dev.pluginio.api.realtime.RoomPolicy;
import dev.pluginio.api.realtime.SocketInfo;
import org.pf4j.Extension;

/**
 * Lets every client into rooms that begin with {@code probe-open}, none into those that begin with {@code probe-shut}, and
 * those of a role into {@code probe-of <role>}.
 */
@Extension
public final class ProbePolicy implements RoomPolicy {

    @Override
    public Decision mayJoin(SocketInfo client, String room) {
        if (room.startsWith("probe-open")) {
            return Decision.ALLOW;
        }
        if (room.startsWith("probe-of ")) {
            return room.endsWith(" " + client.principal().grantee().name()) ? Decision.ALLOW : Decision.REFUSE;
        }
        return room.startsWith("probe-shut") ? Decision.REFUSE : Decision.ABSTAIN;
    }
}
