package dev.pluginio.session;

import dev.pluginio.session.recovery.Memo.Possessions;
import dev.pluginio.transport.Room;
import java.util.Set;

/** What a client has beside its rooms, between the connection that was lost and the next one. */
public interface Belongings {

    /** The rooms that a client that has it is in. */
    Set<Room> rooms();

    /** What it is, in words that outlive the process. */
    Possessions inWords();

    /** Gives it to the client that has come back; called once at the most, when that is in the rooms. */
    void giveTo(Session back);

    /** Nobody comes back for it. Must not block. Without effect once it was given. */
    void drop();

    /** Takes what a client has that is leaving. */
    interface Keeper {
        Belongings take(Session leaving);

        /** What a client has that stays, in words that outlive the process. */
        Possessions look(Session staying);

        /** What a client had when another process wrote it down. Must not block. */
        Belongings recall(Possessions before);
    }
}
