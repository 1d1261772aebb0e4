package dev.pluginio.api.access;

/**
 * What a client showed to prove who it is. Untrusted.
 *
 * @param strategy how to check the token, such as {@code jwt} or {@code api-token}
 * @param token the secret; never logged, and left out of {@link #toString()}
 * @since 0.1
 */
public record Credentials(String strategy, String token) {

    /** The strategy of JSON web tokens that the host gives to its users. */
    public static final String JWT = "jwt";
    /** The strategy of API tokens that the host gives to programs. */
    public static final String API_TOKEN = "api-token";

    @Override
    public String toString() {
        return "Credentials[strategy=" + strategy + ", token=(hidden)]";
    }
}
