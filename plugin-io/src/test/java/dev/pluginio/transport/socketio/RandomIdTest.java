package dev.pluginio.transport.socketio;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RandomIdTest {

    private final SecureRandom random = new SecureRandom();

    @RepeatedTest(20)
    void isFoundByItsText() {
        RandomId id = RandomId.next(random);

        assertThat(RandomId.of(id.text())).isEqualTo(id).isNotEqualTo(RandomId.next(random));
        assertThat(id.text()).matches("[A-Za-z0-9_-]{22}");
    }

    /** One id has one text: what is near it is none. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "AAAAAAAAAAAAAAAAAAAAA",
                "AAAAAAAAAAAAAAAAAAAAAAA",
                "AAAAAAAAAAAAAAAAAAAAAB",
                "AAAAAAAAAAAAAAAAAAAA==",
                "AAAAAAAAAAAAAAAAAAAA+A",
                "AAAAAAAAAAAAAAAAAAAA A",
                "AAAAAAAAAAAAAAAAAAAAéA"
            })
    void hasNoOtherText(String text) {
        assertThat(RandomId.of(text)).isNull();
    }
}
