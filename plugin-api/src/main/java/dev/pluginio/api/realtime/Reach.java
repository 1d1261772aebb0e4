package dev.pluginio.api.realtime;

/**
 * How far something was sent.
 *
 * @param audiences how many groups of clients got bytes of their own: for an event of a content type, the distinct views
 * @param sockets how many clients it was handed to
 * @since 0.1
 */
public record Reach(int audiences, int sockets) {

    /** Nobody was reached. */
    public static final Reach NOBODY = new Reach(0, 0);

    /**
     * Adds up.
     *
     * @param other another reach
     * @return the sums
     */
    public Reach plus(Reach other) {
        return new Reach(audiences + other.audiences, sockets + other.sockets);
    }
}
