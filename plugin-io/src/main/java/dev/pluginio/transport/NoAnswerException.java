package dev.pluginio.transport;

/** Says why a client's answer is not to be had. */
public class NoAnswerException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public NoAnswerException(String message) {
        super(message, null, false, false);
    }
}
