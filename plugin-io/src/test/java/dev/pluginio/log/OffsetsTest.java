package dev.pluginio.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OffsetsTest {

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
}
