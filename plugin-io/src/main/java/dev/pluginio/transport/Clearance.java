package dev.pluginio.transport;

/**
 * Tells, at the moment when something queued would be written to a client, whether the client may still have it. Asked on
 * the transport's threads, for each client: must be fast, must not block and must not throw.
 */
@FunctionalInterface
public interface Clearance {

    /**
     * Decides about one client.
     *
     * @param attachment what {@link Admission.Admitted} attached to it
     * @return false if it is not to get what is being written
     */
    boolean permits(Object attachment);

    /**
     * Whether nothing has changed for anybody since it was given, so that nobody need be asked about. May say false though
     * nothing has.
     */
    default boolean stands() {
        return false;
    }
}
