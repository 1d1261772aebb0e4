package dev.pluginio.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OffsetsTest {

    private static final BigInteger BLOCKS = BigInteger.ONE.shiftLeft(128);

    @Test
    void tellsNothingOfTheSequence() {
        Offsets offsets = new Offsets(new SecureRandom());
        Set<String> seen = new HashSet<>();
        String before = "";
        int common = 0;
        for (int i = 0; i < 1000; i++) {
            String next = offsets.of(new Position(i));
            assertThat(next).matches("[A-Za-z0-9_-]{22}");
            common = Math.max(common, commonStart(before, next));
            seen.add(next);
            before = next;
        }

        assertThat(seen).hasSize(1000);
        assertThat(common).isLessThan(8); // neighbours share no more than chance allows
    }

    private static int commonStart(String one, String other) {
        int length = 0;
        while (length < Math.min(one.length(), other.length()) && one.charAt(length) == other.charAt(length)) {
            length++;
        }
        return length;
    }

    @Test
    void isAnotherInEveryEpoch() {
        assertThat(new Offsets(new SecureRandom()).of(Position.BEGINNING))
                .isNotEqualTo(new Offsets(new SecureRandom()).of(Position.BEGINNING));
    }

    @Test
    void standsForItsPlace() {
        byte[] key = new byte[Offsets.KEY];
        Offsets offsets = new Offsets(7, key);
        for (long sequence : new long[] {0, 1, 2, 255, 256, (1L << 36) - 1}) {
            String offset = offsets.of(new Position(sequence));
            assertThat(offsets.find(offset)).contains(new Position(sequence));
            assertThat(new Offsets(7, key).find(offset)).contains(new Position(sequence));
            Position message = new Position(sequence, Position.PARTS - 1);
            assertThat(offsets.find(offsets.of(message))).contains(message);
            assertThat(new Offsets(8, key).find(offset)).isEmpty();
            assertThat(new Offsets(new SecureRandom()).find(offset)).isEmpty();
        }
    }

    @Test
    void isOfNoUseInAnotherEpochThanThatOfItsPlace() {
        byte[] key = new byte[Offsets.KEY];
        Offsets before = new Offsets(7, key);
        Offsets after = new Offsets(sequence -> sequence < 100 ? 7 : 8, key);
        assertThat(after.find(before.of(new Position(99)))).contains(new Position(99));
        assertThat(after.find(before.of(new Position(100)))).isEmpty();
        assertThat(after.find(after.of(new Position(100)))).contains(new Position(100));
        assertThat(after.ofTransaction(99)).isEqualTo(before.ofTransaction(99));
        assertThat(after.ofTransaction(100)).isNotEqualTo(before.ofTransaction(100));
    }

    @Test
    void isRefusedIfAnyCharacterIsAnother() {
        Offsets offsets = new Offsets(new SecureRandom());
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        String offset = offsets.of(new Position(42));
        for (int at = 0; at < offset.length(); at++) {
            for (char other : (alphabet + "=+/ \u00e9").toCharArray()) {
                String altered = offset.substring(0, at) + other + offset.substring(at + 1);
                if (!altered.equals(offset)) {
                    assertThat(offsets.find(altered)).isEmpty();
                }
            }
        }
        assertThat(offsets.find("")).isEmpty();
        assertThat(offsets.find(offset + "A")).isEmpty();
        assertThat(offsets.find(offset + "==")).isEmpty();
    }

    /** Who gets every event, every second or every tenth sees the same: each bit of the difference is as good as any. */
    @Test
    void hidesHowManyWereBetweenTwo() {
        Offsets offsets = new Offsets(new SecureRandom());
        for (int apart : new int[] {1, 2, 10, 256}) {
            int pairs = 2_000;
            int[] flips = new int[128];
            for (int pair = 0; pair < pairs; pair++) {
                byte[] one = bytes(offsets.of(new Position(1_000L * pair)));
                byte[] other = bytes(offsets.of(new Position(1_000L * pair + apart)));
                for (int bit = 0; bit < flips.length; bit++) {
                    flips[bit] += (one[bit / 8] ^ other[bit / 8]) >> (bit % 8) & 1;
                }
            }
            for (int flipped : flips) {
                assertThat(flipped).isBetween(pairs / 2 - 150, pairs / 2 + 150); // 6.7 standard deviations
            }
        }
    }

    /** Which of two comes later in an alphabet, or how far they are apart as numbers, is chance whatever lies between them. */
    @Test
    void hidesItFromOrderAndArithmeticToo() {
        Offsets offsets = new Offsets(new SecureRandom());
        int pairs = 4_000;
        for (int apart : new int[] {1, 3, 1_000}) {
            int ascending = 0;
            int[] differences = new int[8];
            for (int pair = 0; pair < pairs; pair++) {
                String one = offsets.of(new Position(5_000L * pair));
                String other = offsets.of(new Position(5_000L * pair + apart));
                ascending += one.compareTo(other) < 0 ? 1 : 0;
                BigInteger difference = new BigInteger(1, bytes(other)).subtract(new BigInteger(1, bytes(one)));
                differences[difference.mod(BLOCKS).shiftRight(125).intValue()]++;
            }
            assertThat(ascending).isBetween(pairs / 2 - 220, pairs / 2 + 220); // 7 standard deviations
            for (int eighth : differences) {
                assertThat(eighth).isBetween(pairs / 8 - 150, pairs / 8 + 150);
            }
        }
    }

    private static byte[] bytes(String offset) {
        return Base64.getUrlDecoder().decode(offset);
    }
}
