package dev.pluginio.session.handlers;

import dev.pluginio.api.realtime.ConnectionHandler;

/** Tells of a client that was admitted. */
final class Greeting extends Call {

    private final Lane lane;
    private final Bound<ConnectionHandler> listener;

    Greeting(Lane lane, Bound<ConnectionHandler> listener) {
        super(lane, listener);
        this.lane = lane;
        this.listener = listener;
    }

    @Override
    boolean isOwed() {
        return true;
    }

    @Override
    void perform() throws Exception {
        listener.required().connected(new HandlerSocket(lane, listener.guest(), false), listener);
    }

    @Override
    void excuse(String error, boolean wasBegun) {
        if (!wasBegun && lane.forget(listener) && !error.equals(Handlers.BUSY)) {
            lane.client().reconnect(); // it must not stay unnoticed; it tries again by itself
        }
    }

    @Override
    public String toString() {
        return "connected of " + listener;
    }
}
