package dev.pluginio.session;

/** Sees who comes and goes. Must not block and must not throw. */
public interface SessionObserver {

    /** Sees nothing. */
    SessionObserver NONE = new SessionObserver() {};

    /** A client was admitted. */
    default void admitted() {}

    /** A client was refused, with a code such as {@code invalid_token}. */
    default void refused(String code) {}

    /** A client was made to leave because its rights ended. */
    default void expelled() {}

    /** A client came back and was who it had been. */
    default void recovered() {}

    /** A client came back and has to begin anew. */
    default void unrecovered() {}

    /** What was kept of a client that is away was given up. */
    default void clientForgotten() {}

    /** A client sent an event that nobody handles. */
    default void unhandled() {}
}
