package dev.pluginio.delivery;

/** Sees what delivery does. Called on its thread; must not block and must not throw. */
public interface DeliveryObserver {

    /** Sees nothing. */
    DeliveryObserver NONE = new DeliveryObserver() {};

    /** An event was encoded for so many audiences and handed to so many clients. */
    default void delivered(int audiences, int clients) {}

    /** An event could not be made safe or encoded for an audience, which therefore gets nothing. */
    default void withheld() {}

    /** Events were lost before they could be delivered. */
    default void lost() {}

    /** A client was given what it had missed: so many events. */
    default void caughtUp(int events) {}

    /** A client was told to reload. */
    default void reloadAsked() {}
}
