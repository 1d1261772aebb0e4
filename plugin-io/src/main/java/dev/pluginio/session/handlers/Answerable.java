package dev.pluginio.session.handlers;

import dev.pluginio.api.realtime.ClientEvent;
import dev.pluginio.transport.Clearance;

/** An event of which plugin-io's own handlers must know when it was answered. Thread-safe. */
public interface Answerable {

    /**
     * Has something done when the client was answered, or will not be: what is sent to it then comes after the answer.
     * At once, if it was.
     *
     * @param task is quick, and throws nothing
     */
    void afterAnswer(Runnable task);

    /**
     * Has the answer be written only if the client has this clearance when its turn comes. To be called before the answer
     * is given.
     */
    void needs(Clearance needed);

    /** The event as such a one. */
    static Answerable of(ClientEvent event) {
        return event instanceof Answerable answerable ? answerable : NONE;
    }

    /** For events that nobody answers. */
    Answerable NONE = new Answerable() {
        @Override
        public void afterAnswer(Runnable task) {
            task.run();
        }

        @Override
        public void needs(Clearance needed) {}
    };
}
