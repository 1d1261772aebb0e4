package dev.pluginio.log;

/**
 * A place in the order of events. Clients never see it: they know places by {@link Offsets}, which tell nothing.
 *
 * @param sequence grows from event to event; 0 comes before all of them
 * @param part grows from message to message between an event and the next one; 0 is the place of the event itself
 */
public record Position(long sequence, int part) implements Comparable<Position> {

    /** How many parts there can be between two events. */
    public static final int PARTS = 1 << 28;

    /** The part at which it was told that a transaction is over. */
    public static final int ENDED = 1;

    /** Before all events, and before all places that a log reaches back to. */
    public static final Position NOWHERE = new Position(-1);

    /** Before the first event of all. */
    public static final Position BEGINNING = new Position(0);

    /** After all events that there can be. */
    public static final Position END = new Position(Long.MAX_VALUE);

    /** The place of an event. */
    public Position(long sequence) {
        this(sequence, 0);
    }

    /**
     * Whoever stands here has had the event, and has been told that its transaction is over, if it was the last one of that.
     * No message has its place between the two.
     */
    public Position ended() {
        return new Position(sequence, ENDED);
    }

    /** Whoever stands here has had everything that comes before. */
    public Position before() {
        return part == 0 ? new Position(sequence - 1, PARTS - 1) : new Position(sequence, part - 1);
    }

    /** Whether it is that of an event, and not after it. */
    public boolean isOfEvent() {
        return part == 0;
    }

    @Override
    public int compareTo(Position other) {
        int bySequence = Long.compare(sequence, other.sequence);
        return bySequence == 0 ? Integer.compare(part, other.part) : bySequence;
    }

    /** Whether it lies behind another place. */
    public boolean isAfter(Position other) {
        return compareTo(other) > 0;
    }

    /** The later one of two places. */
    public Position orLater(Position other) {
        return other.isAfter(this) ? other : this;
    }
}
