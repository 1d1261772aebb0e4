package dev.pluginio.session.handlers;

import java.io.Serial;

/** An extension is not called, because its plugin has stopped. */
final class GoneException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1;

    GoneException(String message) {
        super(message);
    }
}
