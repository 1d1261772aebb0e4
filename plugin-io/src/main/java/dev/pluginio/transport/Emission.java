package dev.pluginio.transport;

/** An event ready to be sent: its name, its one argument as JSON in UTF-8, and who is to get it. */
public final class Emission {

    private final String event;
    private final byte[] argument;
    private final Audience audience;

    /**
     * Takes what is to be sent.
     *
     * @param event the event's name
     * @param argument one JSON value in UTF-8; not copied, and not to be changed any more
     * @param audience who is to get it
     */
    public Emission(String event, byte[] argument, Audience audience) {
        this.event = event;
        this.argument = argument;
        this.audience = audience;
    }

    /** The event's name. */
    public String event() {
        return event;
    }

    /** One JSON value in UTF-8; shared, not to be changed. */
    public byte[] argument() {
        return argument;
    }

    /** Who is to get it. */
    public Audience audience() {
        return audience;
    }
}
