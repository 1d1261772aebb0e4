package dev.pluginio.e2e.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pluginio.e2e.driver.SampleHost;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

/** A configuration that cannot be meant keeps the plugin from starting, and nothing else. */
class ConfigurationIT {

    private static final String WRONG = """
            io:
              enabled: true
              config:
                contentTypes:
                  - uid: api::article.article
                    popluate: { author: true }
                  - api::aritcle.aritcle
                permission: sometimes
                socket:
                  serverOptions: { port: many }
            """;

    /** Guards B27: all problems are told at once, with file, line and key. */
    @Test
    void tellsEveryProblemWithFileLineAndKeyAndLeavesTheHostRunning() {
        try (SampleHost host = SampleHost.setup()
                .config(WRONG)
                .withoutProbe()
                .expectingErrors()
                .start()) {
            host.log().await("the last problem", line -> line.contains("plugins.yml:10"));
            String log = String.join("\n", host.log().lines());
            assertThat(log).contains("plugins.yml");
            for (List<String> problem : List.of(
                    List.of("6", "popluate"),
                    List.of("7", "api::aritcle.aritcle"),
                    List.of("8", "permission", "sometimes"),
                    List.of("10", "port"))) {
                assertThat(log.lines())
                        .as("%s", problem)
                        .anyMatch(line -> line.contains("plugins.yml:" + problem.get(0))
                                && problem.stream().skip(1).allMatch(line::contains));
            }
            assertThat(host.admin().get("/api/articles").status()).isEqualTo(200);
            assertThatNothingListens(host);
        }
    }

    private static void assertThatNothingListens(SampleHost host) {
        Assertions.assertThatThrownBy(() -> {
                    try (Socket socket = new Socket(
                            InetAddress.getLoopbackAddress(), host.io().getPort())) {
                        socket.getInputStream();
                    }
                })
                .as("nothing listens where clients would connect")
                .isInstanceOf(IOException.class);
    }

    @Test
    void aPluginThatIsSwitchedOffDoesNotStart() {
        try (SampleHost host = SampleHost.setup().config("""
                        io:
                          enabled: false
                          config:
                            contentTypes: [ 'api::article.article' ]
                            socket: { serverOptions: { host: 127.0.0.1, port: '${IO_PORT}' } }
                        """).withoutProbe().start()) {
            assertThat(host.admin().get("/api/articles").status()).isEqualTo(200);
            host.log()
                    .await(
                            "that it is switched off",
                            line -> line.contains("switched off") && line.contains("plugins.yml"));
            assertThat(host.log().lines()).noneMatch(line -> line.contains("listens on"));
            assertThatNothingListens(host);
            assertThat(Stories.newAuthor(host.admin()).path("documentId").asText())
                    .isNotEmpty();
        }
    }
}
