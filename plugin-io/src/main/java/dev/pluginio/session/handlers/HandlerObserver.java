package dev.pluginio.session.handlers;

/** Sees what becomes of the calls of other plugins. Must not block and must not throw. */
public interface HandlerObserver {

    /** Sees nothing. */
    HandlerObserver NONE = new HandlerObserver() {};

    /** A handler was called and returned. */
    default void handled() {}

    /** A handler threw, or its later reply failed. */
    default void handlerFailed() {}

    /** A handler, or its later reply, took too long. */
    default void handlerTimedOut() {}

    /** A client's event was turned away, because too much was waiting. */
    default void handlerBusy() {}

    /** A listener was not told of a change of content, because too much was waiting. */
    default void changeMissed() {}
}
