package dev.pluginio.log;

/** Sees what the log does. Called on the threads that use it; must not block and must not throw. */
public interface LogObserver {

    /** Sees nothing. */
    LogObserver NONE = new LogObserver() {};

    /** A change was taken in. */
    default void appended() {}

    /** Changes could not be given their places; it is tried again. */
    default void delayed() {}

    /** A change could not be kept and is lost. */
    default void dropped() {}
}
