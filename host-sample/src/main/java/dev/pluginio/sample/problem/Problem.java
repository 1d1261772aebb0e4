package dev.pluginio.sample.problem;

import java.util.Map;

/** A request that cannot be answered as asked. The client is told all of it, so it holds no secret. */
public final class Problem extends RuntimeException {

    private final int status;
    private final String name;
    private final transient Map<String, Object> details;

    private Problem(int status, String name, String message, Map<String, Object> details) {
        super(message, null, false, false);
        this.status = status;
        this.name = name;
        this.details = details;
    }

    /**
     * The request makes no sense.
     *
     * @param message what is wrong, which value, what to do
     * @return the problem
     */
    public static Problem invalid(String message) {
        return new Problem(400, "ValidationError", message, Map.of());
    }

    /**
     * A value of the request makes no sense.
     *
     * @param path where the value stands, such as {@code title}
     * @param message what is wrong, which value, what to do
     * @return the problem
     */
    public static Problem invalid(String path, String message) {
        return new Problem(400, "ValidationError", message, Map.of("path", path));
    }

    /**
     * The client showed credentials that are not good.
     *
     * @param code what programs read
     * @param message what people read
     * @return the problem
     */
    public static Problem unauthorized(String code, String message) {
        return new Problem(401, "UnauthorizedError", message, Map.of("code", code));
    }

    /**
     * The client may not do this.
     *
     * @param message what it may not do
     * @return the problem
     */
    public static Problem forbidden(String message) {
        return new Problem(403, "ForbiddenError", message, Map.of());
    }

    /**
     * There is no such thing, or the client may not see it: one cannot be told from the other.
     *
     * @return the problem
     */
    public static Problem notFound() {
        return new Problem(404, "NotFoundError", "Not Found", Map.of());
    }

    /**
     * The state of the database does not admit this.
     *
     * @param message what stands against it
     * @return the problem
     */
    public static Problem conflict(String message) {
        return new Problem(409, "ConflictError", message, Map.of());
    }

    /**
     * The client asks too often.
     *
     * @param seconds when it may ask again
     * @return the problem
     */
    public static Problem tooMany(long seconds) {
        return new Problem(
                429, "RateLimitError", "Too many attempts, please try again later", Map.of("retryAfter", seconds));
    }

    /**
     * The HTTP status.
     *
     * @return 400 to 429
     */
    public int status() {
        return status;
    }

    /**
     * The kind of problem, for programs.
     *
     * @return such as {@code ValidationError}
     */
    public String name() {
        return name;
    }

    /**
     * More about it, for programs.
     *
     * @return may be empty
     */
    public Map<String, Object> details() {
        return details;
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
