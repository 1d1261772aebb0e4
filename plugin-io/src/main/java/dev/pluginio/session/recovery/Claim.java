package dev.pluginio.session.recovery;

import dev.pluginio.transport.Handshake;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a client shows that has been here before, beside its credentials; untrusted.
 *
 * @param pid the secret it was given
 * @param offset the last offset it got; null if it has had none
 */
public record Claim(String pid, @Nullable Object offset) {

    private static final String PID = "pid";
    private static final String OFFSET = "offset";

    /** What is in the payload of a handshake; empty if the client does not say that it was here. */
    public static Optional<Claim> in(Handshake untrusted) {
        @Nullable Object pid = untrusted.auth().get(PID);
        return pid instanceof String shown
                ? Optional.of(new Claim(shown, untrusted.auth().get(OFFSET)))
                : Optional.empty();
    }

    /** The handshake as it would be without the claim. */
    public static Handshake without(Handshake untrusted) {
        Map<String, @Nullable Object> auth = new LinkedHashMap<>(untrusted.auth());
        auth.remove(PID);
        auth.remove(OFFSET);
        return new Handshake(
                untrusted.namespace(), auth, untrusted.query(), untrusted.remoteAddress(), untrusted.headers());
    }

    @Override
    public String toString() {
        return "Claim[offset=" + offset + "]";
    }
}
