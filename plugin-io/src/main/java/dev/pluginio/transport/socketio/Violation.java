package dev.pluginio.transport.socketio;

/** A client broke the protocol, or went beyond a limit. The message names the rule and holds nothing that the client sent. */
final class Violation extends Exception {

    private static final long serialVersionUID = 1L;

    private final boolean limit;

    Violation(String rule) {
        this(rule, false);
    }

    private Violation(String rule, boolean limit) {
        super(rule, null, false, false);
        this.limit = limit;
    }

    /** What it did is no mistake, but too much. */
    static Violation ofLimit(String limit) {
        return new Violation(limit, true);
    }

    boolean isOfLimit() {
        return limit;
    }

    String rule() {
        return String.valueOf(getMessage());
    }
}
