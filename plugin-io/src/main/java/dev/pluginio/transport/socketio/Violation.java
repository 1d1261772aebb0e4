package dev.pluginio.transport.socketio;

/** A client broke the protocol. The message names the rule and holds nothing that the client sent. */
final class Violation extends Exception {

    private static final long serialVersionUID = 1L;

    Violation(String rule) {
        super(rule, null, false, false);
    }

    String rule() {
        return String.valueOf(getMessage());
    }
}
