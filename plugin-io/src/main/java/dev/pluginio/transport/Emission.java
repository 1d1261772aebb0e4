package dev.pluginio.transport;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An event ready to be sent: its name, its arguments, who is to get it, and what may become of it on the way. Never
 * changes: what makes another of it leaves it as it is.
 */
public final class Emission {

    /** The names that Socket.IO keeps for itself. */
    public static final Set<String> RESERVED =
            Set.of("connect", "connect_error", "disconnect", "disconnecting", "newListener", "removeListener");

    private final String event;
    private final Arguments arguments;
    private final Audience audience;
    private final boolean droppable;
    private final @Nullable String newestKey;
    private final @Nullable Clearance clearance;
    private final @Nullable Object series;

    /**
     * Takes what is to be sent.
     *
     * @param event the event's name
     * @param arguments what it carries
     * @param audience who is to get it
     */
    public Emission(String event, Arguments arguments, Audience audience) {
        this(event, arguments, audience, false, null, null, null);
    }

    private Emission(
            String event,
            Arguments arguments,
            Audience audience,
            boolean droppable,
            @Nullable String newestKey,
            @Nullable Clearance clearance,
            @Nullable Object series) {
        this.event = event;
        this.arguments = arguments;
        this.audience = audience;
        this.droppable = droppable;
        this.newestKey = newestKey;
        this.clearance = clearance;
        this.series = series;
    }

    /**
     * Takes what is to be sent.
     *
     * @param event the event's name
     * @param argument one JSON value in UTF-8; not copied, and not to be changed any more
     * @param audience who is to get it
     */
    public Emission(String event, byte[] argument, Audience audience) {
        this(event, Arguments.of(argument), audience);
    }

    /** The event's name. */
    public String event() {
        return event;
    }

    /** What it carries. */
    public Arguments arguments() {
        return arguments;
    }

    /** The first argument: one JSON value in UTF-8; shared, not to be changed. */
    public byte[] argument() {
        return arguments.values().get(0);
    }

    /** The same with other arguments. */
    public Emission carrying(Arguments others) {
        return new Emission(event, others, audience, droppable, newestKey, clearance, series);
    }

    /** The same to others. */
    public Emission to(Audience others) {
        return new Emission(event, arguments, others, droppable, newestKey, clearance, series);
    }

    /** Who is to get it. */
    public Audience audience() {
        return audience;
    }

    /**
     * The same, but only for those who can take it now: it is not queued for a client whose connection is full, or that is
     * between two polls.
     */
    public Emission droppable() {
        return new Emission(event, arguments, audience, true, newestKey, clearance, series);
    }

    /**
     * The same, but of those with one key only the newest counts for a client that does not read fast enough: as long as it
     * waits in a client's queue, a newer one with the same key in the same namespace removes it from there. The newer one
     * goes to the queue's end: so what a client gets is always in the order in which it was sent, with gaps.
     */
    public Emission newest(String key) {
        return new Emission(event, arguments, audience, droppable, key, clearance, series);
    }

    /**
     * The same, but whoever does not have this clearance at the moment when it would be written does not get it.
     */
    public Emission cleared(Clearance needed) {
        return new Emission(event, arguments, audience, droppable, newestKey, needed, series);
    }

    /**
     * The same as a part of a series, so that {@link Transport#end} reaches whoever is to get a part of it.
     *
     * @param its tells it from other series
     */
    public Emission ofSeries(Object its) {
        return new Emission(event, arguments, audience, droppable, newestKey, clearance, its);
    }

    /** Whether it is only for those who can take it now. */
    public boolean isDroppable() {
        return droppable;
    }

    /** The key under which only the newest counts; null if each counts. */
    public @Nullable String newestKey() {
        return newestKey;
    }

    /** What a client needs when it is written; null for nothing. */
    public @Nullable Clearance clearance() {
        return clearance;
    }

    /** The series that it is a part of; null for none. */
    public @Nullable Object series() {
        return series;
    }
}
