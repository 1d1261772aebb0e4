package dev.pluginio.capture;

/** Sees what capture does. Called in the host's transactions; must not block and must not throw. */
public interface CaptureObserver {

    /** Sees nothing. */
    CaptureObserver NONE = new CaptureObserver() {};

    /** So many changes were handed on after a commit. */
    default void committed(int changes) {}

    /** A transaction was rolled back or purged; so many changes were forgotten. */
    default void forgotten(int changes) {}

    /** A change could not be captured and is lost; it has been logged. */
    default void failed() {}

    /** So many changes could not be written down in the host's transaction and are told from memory; it has been logged. */
    default void unwritten(int changes) {}

    /** A later change of an entry did not wait any longer for an earlier one. */
    default void overtaken() {}

    /** A bulk statement on a content type was seen that nobody announced. */
    default void unannouncedStatement(String uid) {}
}
