package dev.pluginio.delivery;

/** An extension failed, which has been logged where it happened, or was logged just before: there is no more to say. */
final class ToldFailure extends RuntimeException {

    private static final long serialVersionUID = 1;

    ToldFailure(String message) {
        super(message, null, false, false);
    }
}
