package dev.pluginio.session.entities;

import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * How somebody names an entry; untrusted.
 *
 * @param id its primary key, a number or a text, or if a text is no primary key its documentId; null if the documentId
 *     is given
 * @param documentId its documentId; null if the id is given
 */
public record EntryName(@Nullable Object id, @Nullable String documentId) {

    /** An entry by whichever identifier it is. */
    public static EntryName of(Object id) {
        Object key = id instanceof Number number ? whole(number) : id.toString();
        return new EntryName(key == null ? id.toString() : key, null);
    }

    /** A number as a key; null if it cannot be one. */
    static @Nullable Long whole(Number number) {
        if (number instanceof BigInteger big) {
            return big.bitLength() < Long.SIZE ? big.longValue() : null;
        }
        if (number instanceof Long || number instanceof Integer || number instanceof Short || number instanceof Byte) {
            return number.longValue();
        }
        double value = number.doubleValue();
        return value == Math.rint(value) && Math.abs(value) < EXACT ? (long) value : null;
    }

    private static final double EXACT = 1L << 53;
}
