package dev.pluginio.session.handlers;

import dev.pluginio.api.realtime.ClientEvent;

/** An event of which plugin-io's own handlers must know when it was answered. Thread-safe. */
public interface Answerable {

    /**
     * Has something done when the client was answered, or will not be: what is sent to it then comes after the answer.
     * At once, if it was.
     *
     * @param task is quick, and throws nothing
     */
    void afterAnswer(Runnable task);

    /** The event as such a one. */
    static Answerable of(ClientEvent event) {
        return event instanceof Answerable answerable ? answerable : Runnable::run;
    }
}
