package dev.pluginio.log;

/**
 * A place in the order of events. Clients never see it: they know places by {@link Offsets}, which tell nothing.
 *
 * @param sequence grows from event to event; 0 comes before all of them
 */
public record Position(long sequence) implements Comparable<Position> {

    /** Before all events, and before all places that a log reaches back to. */
    public static final Position NOWHERE = new Position(-1);

    /** Before the first event of all. */
    public static final Position BEGINNING = new Position(0);

    /** After all events that there can be. */
    public static final Position END = new Position(Long.MAX_VALUE);

    @Override
    public int compareTo(Position other) {
        return Long.compare(sequence, other.sequence);
    }

    /** Whether it lies behind another place. */
    public boolean isAfter(Position other) {
        return sequence > other.sequence;
    }

    /** The later one of two places. */
    public Position orLater(Position other) {
        return other.isAfter(this) ? other : this;
    }
}
