package dev.pluginio.api.realtime;

/**
 * Says why something could not be sent.
 *
 * @since 0.1
 */
public class RealtimeException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * Makes the exception.
     *
     * @param message what went wrong, with which value, and what to do
     */
    public RealtimeException(String message) {
        super(message);
    }

    /**
     * Makes the exception.
     *
     * @param message what went wrong, with which value, and what to do
     * @param cause what was behind it
     */
    public RealtimeException(String message, Throwable cause) {
        super(message, cause);
    }
}
