package dev.pluginio.e2e.oracle;

/** What was heard is not what was due. */
final class Mismatch extends AssertionError {

    private static final long serialVersionUID = 1L;

    Mismatch(String message) {
        super(message);
    }
}
