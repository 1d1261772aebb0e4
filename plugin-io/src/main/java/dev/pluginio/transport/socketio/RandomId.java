package dev.pluginio.transport.socketio;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * An id of 128 random bits, which nobody can guess. Its text is needed now and then only, and takes five times the space: what
 * has an id keeps the two halves.
 */
record RandomId(long head, long tail) {

    private static final int BYTES = 2 * Long.BYTES;
    private static final int LETTERS = 22;

    static RandomId next(SecureRandom random) {
        return new RandomId(random.nextLong(), random.nextLong());
    }

    /** The one with this text; null if there can be none. */
    static @Nullable RandomId of(String untrusted) {
        if (untrusted.length() != LETTERS) {
            return null;
        }
        try {
            ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(untrusted));
            RandomId id = new RandomId(bytes.getLong(), bytes.getLong());
            return id.text().equals(untrusted) ? id : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** Letters, digits, hyphens and underscores. */
    String text() {
        byte[] bytes = ByteBuffer.allocate(BYTES).putLong(head).putLong(tail).array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
