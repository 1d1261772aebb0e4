package dev.pluginio.session.handlers;

import dev.pluginio.api.realtime.ConnectionHandler;

/** Tells of a client that has left. */
final class Farewell extends Call {

    private final Lane lane;
    private final Bound<ConnectionHandler> listener;
    private final String reason;

    Farewell(Lane lane, Bound<ConnectionHandler> listener, String reason) {
        super(lane, listener);
        this.lane = lane;
        this.listener = listener;
        this.reason = reason;
    }

    @Override
    boolean isOwed() {
        return true;
    }

    @Override
    void perform() throws Exception {
        listener.required().disconnected(new HandlerSocket(lane, listener.guest(), false), reason, listener);
    }

    @Override
    void excuse(String error, boolean wasBegun) {
        // nobody waits for it
    }

    @Override
    public String toString() {
        return "disconnected of " + listener;
    }
}
