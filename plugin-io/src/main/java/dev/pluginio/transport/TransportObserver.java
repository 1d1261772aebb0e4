package dev.pluginio.transport;

/** Sees what the transport does. Called on its threads; must not block and must not throw. */
public interface TransportObserver {

    /** Sees nothing. */
    TransportObserver NONE = new TransportObserver() {};

    /** How the reason ends for which a connection is closed whose client has not done in time what it had to. */
    String TIMEOUT = " timeout";

    /** A connection was opened. */
    default void opened() {}

    /** A connection was closed, for a reason such as {@code ping timeout}. */
    default void closed(String reason) {}

    /** A client broke the protocol; its connection is being closed or its request was answered by an error. */
    default void violated(String rule) {}

    /** A client went beyond a limit; its request was answered by an error, or its connection is being closed. */
    default void limited(String limit) {}

    /** A client did not read fast enough and is being disconnected. */
    default void overflowed() {}

    /** So many packets that waited for a client were dropped, because more waited than may. */
    default void discarded(int packets) {}

    /** A packet that waited for a client was dropped, because one that counts instead of it came behind it. */
    default void coalesced() {}

    /** So many packets that are only for those who can take them at once were not given to a client that could not. */
    default void skipped(int packets) {}

    /** Something queued for a client, or a connection on which it waited, was given up: the client may not have it any more. */
    default void withdrawn() {}

    /** A {@link ClientListener} threw, against its contract; the client goes on. */
    default void listenerFailed() {}

    /** An emission was handed to so many clients. */
    default void sent(int clients) {}
}
