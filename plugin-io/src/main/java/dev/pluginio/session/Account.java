package dev.pluginio.session;

import dev.pluginio.log.Keepsakes.Keepsake;
import dev.pluginio.log.Position;
import org.jspecify.annotations.Nullable;

/** What a client that may come back has had and is owed, and what is kept of it beyond this process. Thread-safe. */
final class Account {

    private volatile @Nullable Ticket ticket;
    private volatile Keepsake keepsake = Keepsake.NONE;
    private volatile boolean settled;
    private volatile boolean knowsRights;
    private volatile Position noticed = Position.NOWHERE;
    private volatile Position owed = Position.NOWHERE;
    private volatile Position asked = Position.NOWHERE;
    private volatile Position taken = Position.NOWHERE;
    private int held;

    /** How it has come, and by what it may come back; null until that is decided, which is before it enters. */
    @Nullable
    Ticket ticket() {
        return ticket;
    }

    void take(Ticket given) {
        ticket = given;
    }

    /** What is kept of it beyond this process. */
    Keepsake keepsake() {
        return keepsake;
    }

    void keepBy(Keepsake given) {
        keepsake = given;
    }

    /** Whether it has all that it had when it was here before. */
    boolean isSettled() {
        return settled;
    }

    void settle() {
        settled = true;
    }

    /** Whether it has been told, since it was here before, if it has other rights now. */
    boolean knowsRights() {
        return knowsRights;
    }

    void knowRights() {
        knowsRights = true;
    }

    /** It was sent a notice that it has other rights, after all that comes before the next event. */
    void isNoticed(Position head) {
        noticed = new Position(head.sequence(), Position.PARTS - 1);
    }

    /** Where the last such notice stands, if it may not have got it; else {@link Position#NOWHERE}. */
    Position doubted() {
        return taken.isAfter(noticed) ? Position.NOWHERE : noticed;
    }

    /** Up to which place its offset does not tell what it has had. */
    Position owed() {
        return owed;
    }

    void owe(Position upTo) {
        owed = upTo;
    }

    /** Up to which place it surely has got all that it was to hear; {@link Position#NOWHERE} if that is not known. */
    Position taken() {
        return taken;
    }

    /**
     * It has got everything that was sent to it before the last time that this was told.
     *
     * @param head how far events had been handed on by now
     * @param isLevel whether it hears what is new at once
     */
    void isAlive(Position head, boolean isLevel) {
        taken = asked;
        if (isLevel && !owed.isAfter(head)) {
            asked = head;
        }
    }

    /** Something more is kept back from it, or less. */
    synchronized void hold(int change) {
        held += change;
    }

    synchronized boolean isHeldBack() {
        return held > 0;
    }
}
