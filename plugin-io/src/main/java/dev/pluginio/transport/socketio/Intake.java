package dev.pluginio.transport.socketio;

import dev.pluginio.transport.socketio.limit.Meter;

/** What a session's client says, whatever carries it: measured, and handed to whom it is for. Confined to the event loop. */
final class Intake {

    private static final int MOST_OF_A_STRANGER = 65_536;

    private final Session session;
    private final Surroundings surroundings;
    private Meter meter;

    Intake(Session session, Surroundings surroundings) {
        this.session = session;
        this.surroundings = surroundings;
        this.meter = new Meter(session.configured().rates());
    }

    /** Measures by the limits that hold now; what the client was told it may send at once, it may. */
    private Meter meter() {
        Meter.Rates now = surroundings.configured().rates();
        if (!meter.rates().areAs(now)) {
            meter = new Meter(now.granting(session.settings().maxPayload()));
        }
        return meter;
    }

    /** A message of text. */
    void text(byte[] message) throws Violation {
        measure(message.length);
        byte type = message.length == 0 ? 0 : message[0];
        if (!session.isOpen()) {
            if (message.length == 1 && type == '1') {
                session.terminate();
            }
            return;
        }
        switch (type) {
            case '1' -> session.closedByClient();
            case '3' -> session.heartbeat().answered();
            case '4' -> {
                session.heartbeat().heard();
                session.conversation().text(message);
            }
            case '6' -> {}
            default -> throw new Violation("unknown Engine.IO packet");
        }
    }

    /** A binary message. */
    void binary(byte[] message) throws Violation {
        measure(message.length);
        if (session.isOpen()) {
            session.heartbeat().heard();
            session.conversation().binary(message);
        }
    }

    /** How large what comes may be, in bytes; on any thread. Whoever has entered nothing yet has little to say. */
    int most() {
        int most = session.settings().maxPayload();
        return session.conversation().hasEntered() ? most : Math.min(MOST_OF_A_STRANGER, most);
    }

    /** Counts a packet, a control frame or a fragment. */
    void measure(int size) throws Violation {
        if (!meter().take(size)) {
            throw tooFast();
        }
    }

    /** Counts bytes beside those of the packet that is made of them. */
    void weigh(int size) throws Violation {
        if (!meter().takeBytes(size)) {
            throw tooFast();
        }
    }

    private static Violation tooFast() {
        return Violation.ofLimit("packets or bytes a second");
    }
}
