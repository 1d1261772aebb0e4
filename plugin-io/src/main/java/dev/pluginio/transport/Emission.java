package dev.pluginio.transport;

import java.util.Set;

/** An event ready to be sent: its name, its arguments, and who is to get it. */
public final class Emission {

    /** The names that Socket.IO keeps for itself. */
    public static final Set<String> RESERVED =
            Set.of("connect", "connect_error", "disconnect", "disconnecting", "newListener", "removeListener");

    private final String event;
    private final Arguments arguments;
    private final Audience audience;

    /**
     * Takes what is to be sent.
     *
     * @param event the event's name
     * @param arguments what it carries
     * @param audience who is to get it
     */
    public Emission(String event, Arguments arguments, Audience audience) {
        this.event = event;
        this.arguments = arguments;
        this.audience = audience;
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

    /** Who is to get it. */
    public Audience audience() {
        return audience;
    }
}
