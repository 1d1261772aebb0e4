package dev.pluginio.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** B2: what counts as a sensitive name. */
class SensitiveNamesTest {

    private final SensitiveNames names = new SensitiveNames(List.of("password", "apiKey", "token", "hash", "secret"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "password",
                "PASSWORD",
                "userPassword",
                "user_password",
                "passwords",
                "password2",
                "PasswordReset",
                "apiKey",
                "myApiKey",
                "user_api_key",
                "APIKey",
                "apikey",
                "API_KEYS",
                "api-key",
                "resetToken",
                "token",
                "hash",
                "passwordHash",
                "x.secret",
                "JWTToken"
            })
    void findsWholeWordsInAnyCaseAndSpelling(String name) {
        assertThat(names.contains(name)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"hashtag", "tokenCount", "secretary", "title", "apiary", "key", "monkey", "tokenizer", ""})
    void leavesOtherNamesAlone(String name) {
        assertThat(names.contains(name)).isFalse();
    }

    @Test
    void forbidsNothingWithoutWords() {
        assertThat(SensitiveNames.NONE.contains("password")).isFalse();
    }
}
