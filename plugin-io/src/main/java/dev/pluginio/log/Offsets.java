package dev.pluginio.log;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/**
 * Names places in the order of events so that nobody can tell from the names how many there are, or make one up: epoch
 * and sequence number as one block, enciphered. Thread-safe.
 */
public final class Offsets {

    /** How many bytes a key has. */
    public static final int KEY = 16;

    private static final int BLOCK = 16;
    private static final int LENGTH = 22;

    /** How many bits of the sequence number's half tell a part of it. */
    private static final int PART_BITS = Integer.numberOfTrailingZeros(Position.PARTS);

    private final long epoch;
    private final Cipher naming;
    private final Cipher reading;

    /**
     * Starts a new epoch under a key of its own.
     *
     * @param random where epoch and key come from
     */
    public Offsets(SecureRandom random) {
        this(random.nextLong(), bytes(random));
    }

    /**
     * Goes on with an epoch.
     *
     * @param epoch tells this order of events from others
     * @param key {@value #KEY} bytes that nobody else knows
     */
    public Offsets(long epoch, byte[] key) {
        this.epoch = epoch;
        naming = cipher(Cipher.ENCRYPT_MODE, key);
        reading = cipher(Cipher.DECRYPT_MODE, key);
    }

    private static byte[] bytes(SecureRandom random) {
        byte[] key = new byte[KEY];
        random.nextBytes(key);
        return key;
    }

    private static Cipher cipher(int mode, byte[] key) {
        try {
            // one block, never the same twice: nothing that chaining would hide
            Cipher cipher = Cipher.getInstance("AES/ECB/NoPadding");
            cipher.init(mode, new SecretKeySpec(key, "AES"));
            return cipher;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has AES", e);
        }
    }

    /** The offset of a place, whose sequence number has 36 bits at the most; 22 characters that are safe in an address. */
    public String of(Position position) {
        return named(epoch, position.sequence() << PART_BITS | position.part());
    }

    /**
     * The name of a transaction, which is no offset.
     *
     * @param first the sequence number of its first event
     */
    public String ofTransaction(long first) {
        return named(~epoch, first);
    }

    private String named(long kind, long number) {
        return text(block(
                naming, ByteBuffer.allocate(BLOCK).putLong(kind).putLong(number).array()));
    }

    /**
     * The place that an offset stands for.
     *
     * @param untrusted what a client says
     * @return empty if it was not made here, in this epoch, exactly so
     */
    public Optional<Position> find(String untrusted) {
        if (untrusted.length() != LENGTH) {
            return Optional.empty();
        }
        byte[] block;
        try {
            block = Base64.getUrlDecoder().decode(untrusted);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        // the last character has bits to spare, which must be as they were written
        if (block.length != BLOCK || !text(block).equals(untrusted)) {
            return Optional.empty();
        }
        ByteBuffer plain = ByteBuffer.wrap(block(reading, block));
        return plain.getLong() == epoch ? Optional.of(placeOf(plain.getLong())) : Optional.empty();
    }

    private static Position placeOf(long packed) {
        return new Position(packed >>> PART_BITS, (int) (packed & Position.PARTS - 1));
    }

    private static String text(byte[] block) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(block);
    }

    private static byte[] block(Cipher cipher, byte[] block) {
        try {
            synchronized (cipher) {
                return cipher.doFinal(block);
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a block of " + BLOCK + " bytes can be enciphered", e);
        }
    }
}
