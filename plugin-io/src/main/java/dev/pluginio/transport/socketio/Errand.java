package dev.pluginio.transport.socketio;

/** What an HTTP request is about, once it has been let in. Its methods are called on the channel's event loop. */
interface Errand {

    /** Nothing more than has been said already. */
    Errand NONE = new Errand() {};

    /** Whether {@link #complete} is to get the body; else it is read and dropped. */
    default boolean needsBody() {
        return false;
    }

    /**
     * How large the body may be.
     *
     * @param usual how large it may be where nobody was told anything else
     */
    default int mostBytes(int usual) {
        return usual;
    }

    /** The whole request is there. */
    default void complete(byte[] body) {}

    /** The body is larger than it may be, and is not read to its end; the request is being answered. */
    default void tooLarge() {
        gone();
    }

    /** The connection was closed before the answer. */
    default void gone() {}
}
