package dev.pluginio.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pluginio.transport.TransportSettings;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PlaceholdersTest extends ConfigurationTesting {

    private TransportSettings settings(String text, Map<String, String> environment) {
        return serverOptions(text).settings(environment).transport();
    }

    @Test
    void takesAValueFromTheEnvironmentOrItsDefault() {
        String text = "port: ${IO_PORT:1338}\nhost: ${IO_HOST:localhost}";

        assertThat(settings(text, Map.of("IO_PORT", "4000")).port()).isEqualTo(4000);
        assertThat(settings(text, Map.of()).port()).isEqualTo(1338);
        assertThat(settings(text, Map.of()).host()).isEqualTo("localhost");
    }

    @Test
    void takesWhatItBecomesForANumberInQuotesToo() {
        assertThat(settings("port: \"${IO_PORT:1338}\"", Map.of()).port()).isEqualTo(1338);
        assertThat(SampleFile.in(folder, "io: { enabled: '${IO:false}' }")
                        .load(Map.of())
                        .isEnabled())
                .isFalse();
    }

    @Test
    void takesANumberForATextIfItComesFromTheEnvironment() {
        assertThat(settings("host: ${IO_HOST}", Map.of("IO_HOST", "0")).host()).isEqualTo("0");
    }

    @Test
    void putsSeveralIntoOneValue() {
        assertThat(settings(
                                "cors: { origin: 'http://${HOST:localhost}:${HTTP_PORT:1337}' }",
                                Map.of("HOST", "example.com"))
                        .corsOrigins())
                .containsExactly("http://example.com:1337");
    }

    @Test
    void takesWhatIsSetLiterally() {
        String odd = "$1${OTHER}\\";

        assertThat(settings("host: ${IO_HOST}", Map.of("IO_HOST", odd)).host()).isEqualTo(odd);
    }

    @Test
    void tellsWhatIsNotSetAndHasNoDefault() {
        assertThat(serverOptions("host: ${IO_HOST}:${B}\nport: ${IO_PORT}").problems())
                .containsExactly(
                        "plugins.yml:6: io.config.socket.serverOptions.host: the environment variable IO_HOST is not"
                                + " set; set it, or write ${IO_HOST:default}",
                        "plugins.yml:6: io.config.socket.serverOptions.host: the environment variable B is not"
                                + " set; set it, or write ${B:default}",
                        "plugins.yml:7: io.config.socket.serverOptions.port: the environment variable IO_PORT is not"
                                + " set; set it, or write ${IO_PORT:default}");
    }

    @Test
    void tellsWhatIsMalformed() {
        assertThat(serverOptions("host: '${IO-HOST}'\npath: '/${A:b'").problems())
                .containsExactly(
                        "plugins.yml:6: io.config.socket.serverOptions.host: has a '${' that is not ${NAME} or"
                                + " ${NAME:default}",
                        "plugins.yml:7: io.config.socket.serverOptions.path: has a '${' that is not ${NAME} or"
                                + " ${NAME:default}");
    }

    @Test
    void namesTheVariableOfAWrongValue() {
        assertThat(serverOptions("port: ${IO_PORT:1338}").problems(Map.of("IO_PORT", "many")))
                .containsExactly("plugins.yml:6: io.config.socket.serverOptions.port: must be a whole number, but is"
                        + " 'many' (from IO_PORT)");
        assertThat(serverOptions("port: ${IO_PORT:1338}").problems(Map.of("IO_PORT", "")))
                .isEmpty();
        assertThat(serverOptions("port: ${IO_PORT}").problems(Map.of("IO_PORT", "")))
                .containsExactly("plugins.yml:6: io.config.socket.serverOptions.port: must be a whole number, but is"
                        + " '' (from IO_PORT)");
    }

    /** It does not stand in the file, where one would look for it otherwise. */
    @Test
    void namesTheVariableOfAValueThatCannotBeHereToo() {
        SampleFile file =
                serverOptions("port: ${IO_PORT}\ncors: { origin: ['http://a.example', '${SITE}'] }\npath: odd");

        assertThat(file.problems(Map.of("IO_PORT", "99999", "SITE", "a.example")))
                .satisfiesExactly(
                        port -> assertThat(port).endsWith("port: must be at most 65535, but is '99999' (from IO_PORT)"),
                        site -> assertThat(site).endsWith(", but is 'a.example' (from SITE)"),
                        path -> assertThat(path).endsWith("such as '/socket.io'"));
    }

    @Test
    void doesNotShowWhatMayBeASecret() {
        SampleFile file = serverOptions("port: ${JWT_SECRET}\njwtSecret: hunter2");

        assertThatThrownBy(() -> file.settings(Map.of("JWT_SECRET", "hunter2")))
                .hasMessageContaining("port: must be a whole number, but is the value (from JWT_SECRET)")
                .hasMessageContaining("jwtSecret: is not known here")
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void showsNoLineBreaksOfTheEnvironment() {
        assertThat(serverOptions("port: ${IO_PORT}").problems(Map.of("IO_PORT", "1\n2026 ERROR forged")))
                .singleElement()
                .asString()
                .contains("'1?2026 ERROR forged'");
    }
}
