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
