package dev.pluginio.capture.jpa;

/**
 * What the host wrote cannot be committed, as came out while we read. The transaction is marked for rollback, and nobody
 * of us may swallow this: the host is to hear of it, as it would have without us.
 */
final class HostFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final RuntimeException failure;

    HostFailure(RuntimeException failure) {
        super(failure);
        this.failure = failure;
    }

    /** What the host is to hear. */
    RuntimeException failure() {
        return failure;
    }
}
