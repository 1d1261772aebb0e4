package dev.pluginio.e2e.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pluginio.e2e.driver.ClientSocket;
import dev.pluginio.e2e.driver.Connect;
import dev.pluginio.e2e.driver.SampleHost;
import dev.pluginio.e2e.driver.SocketDriver;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The host as the repository ships it: its own plugins folder, its own configuration. */
class StartAndStopIT {

    /** The smallest proof that the packed jars work; also run on other Java versions. */
    @Test
    @Tag("packed-smoke")
    void anArticleThatIsEditedIsSeen() {
        try (SampleHost host = SampleHost.setup().asShipped().start();
                SocketDriver driver = SocketDriver.Kind.JAVASCRIPT.start()) {
            ClientSocket editor = driver.open(
                            Connect.to(host.io()).jwt(host.as(SampleHost.EDITOR).bearer()))
                    .connected();
            Stories.update(
                    host.as(SampleHost.EDITOR),
                    "articles",
                    Stories.newArticle(host.as(SampleHost.EDITOR)),
                    java.util.Map.of("title", "seen"));
            assertThat(editor.first("article:update").data().path("title").asText())
                    .isEqualTo("seen");
        }
    }

    /** One line at the start says where clients connect, what is sent and to which roles; one at the stop. */
    @Test
    void saysSoWhenItStartsAndStopsAndLetsItsClientsGo() {
        SampleHost host = SampleHost.setup().start();
        try (SocketDriver driver = SocketDriver.Kind.JAVASCRIPT.start()) {
            host.log().await("that the plugin listens", line -> line.contains("listens on"));
            List<String> started = host.log().lines().stream()
                    .filter(line -> line.contains("INFO")
                            && line.contains(String.valueOf(host.io().getPort())))
                    .toList();
            assertThat(started).as("the log:\n%s", host.log().tail()).hasSize(1);
            assertThat(started.get(0)).contains("article", "comment", "author", "category", "tag");
            assertThat(started.get(0)).contains("4 roles");

            ClientSocket visitor = driver.open(Connect.to(host.io())).connected();
            int mark = host.log().mark();
            host.stop();
            visitor.closed();
            assertThat(host.log().since(mark).stream()
                            .filter(line -> line.contains("plugin-io") || line.contains("pluginio")))
                    .as("the log after SIGTERM:\n%s", host.log().tail())
                    .isNotEmpty();
        } finally {
            host.close();
        }
    }
}
