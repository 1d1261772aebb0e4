package dev.pluginio.transport.socketio;

/**
 * What a session's client says, whatever carries it: measured, and handed to whom it is for. On the session's event loop.
 */
final class Intake {

    private static final int MOST_OF_A_STRANGER = 65_536;

    private Intake() {}

    /** A message of text. */
    static void text(Session session, byte[] message) throws Violation {
        measure(session, message.length);
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
    static void binary(Session session, byte[] message) throws Violation {
        measure(session, message.length);
        if (session.isOpen()) {
            session.heartbeat().heard();
            session.conversation().binary(message);
        }
    }

    /** How large what comes may be, in bytes; on any thread. Whoever has entered nothing yet has little to say. */
    static int most(Session session) {
        int most = session.settings().maxPayload();
        return session.conversation().hasEntered() ? most : Math.min(MOST_OF_A_STRANGER, most);
    }

    /** Counts a packet, a control frame or a fragment. */
    static void measure(Session session, int size) throws Violation {
        if (!session.meter().take(size)) {
            throw tooFast();
        }
    }

    /** Counts bytes beside those of the packet that is made of them. */
    static void weigh(Session session, int size) throws Violation {
        if (!session.meter().takeBytes(size)) {
            throw tooFast();
        }
    }

    private static Violation tooFast() {
        return Violation.ofLimit("packets or bytes a second");
    }
}
