package dev.pluginio.log;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.function.LongUnaryOperator;
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

    private final LongUnaryOperator epochs;
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
        this(sequence -> epoch, key);
    }

    /**
     * Goes on with several epochs.
     *
     * @param epochs that of a sequence number; must not block
     * @param key {@value #KEY} bytes that nobody else knows
     */
    public Offsets(LongUnaryOperator epochs, byte[] key) {
        this.epochs = epochs;
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
        return named(epochs.applyAsLong(position.sequence()), position.sequence() << PART_BITS | position.part());
    }

    /**
     * The name of a transaction, which is no offset.
     *
     * @param first the sequence number of its first event
     */
    public String ofTransaction(long first) {
        return named(~epochs.applyAsLong(first), first);
    }

    private String named(long kind, long number) {
        return text(block(
                naming, ByteBuffer.allocate(BLOCK).putLong(kind).putLong(number).array()));
    }

    /**
     * The place that an offset stands for.
     *
     * @param untrusted what a client says
     * @return empty if it was not made here, in the epoch of its place, exactly so
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
        long epoch = plain.getLong();
        Position place = placeOf(plain.getLong());
        return epoch == epochs.applyAsLong(place.sequence()) ? Optional.of(place) : Optional.empty();
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
