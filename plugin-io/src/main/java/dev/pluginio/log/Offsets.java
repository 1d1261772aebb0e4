package dev.pluginio.log;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/**
 * Names places in the order of events so that nobody can tell from the names how many there are, or make one up: epoch
 * and sequence number as one block, enciphered. Not thread-safe.
 */
public final class Offsets {

    private static final int BLOCK = 16;

    private final long epoch;
    private final Cipher cipher;
    private long sequence;

    /**
     * Starts a new epoch under a key of its own.
     *
     * @param random where epoch and key come from
     */
    public Offsets(SecureRandom random) {
        byte[] key = new byte[BLOCK];
        random.nextBytes(key);
        epoch = random.nextLong();
        try {
            // one block, never the same twice: nothing that chaining would hide
            cipher = Cipher.getInstance("AES/ECB/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has AES", e);
        }
    }

    /** The next offset; 22 characters that are safe in an address. */
    public String next() {
        byte[] block =
                ByteBuffer.allocate(BLOCK).putLong(epoch).putLong(++sequence).array();
        try {
            return Base64.getUrlEncoder().withoutPadding().encodeToString(cipher.doFinal(block));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a block of " + BLOCK + " bytes can be enciphered", e);
        }
    }
}
