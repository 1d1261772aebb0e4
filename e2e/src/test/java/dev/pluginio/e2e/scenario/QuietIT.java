package dev.pluginio.e2e.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pluginio.e2e.driver.Cms;
import dev.pluginio.e2e.driver.Ears;
import dev.pluginio.e2e.driver.HostLog;
import dev.pluginio.e2e.driver.Places;
import dev.pluginio.e2e.driver.SampleHost;
import dev.pluginio.e2e.driver.SocketDriver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Guards B30: where nobody listens, nothing is asked of the database; where somebody does, no permission is. */
class QuietIT {

    private static final String LOGBACK = """
            <configuration>
              <appender name="console" class="ch.qos.logback.core.ConsoleAppender">
                <encoder><pattern>%-5level %logger - %msg%n</pattern></encoder>
              </appender>
              <logger name="org.hibernate.SQL" level="debug"/>
              <root level="warn"><appender-ref ref="console"/></root>
            </configuration>
            """;

    @TempDir
    Path folder;

    @Test
    void whereNobodyListensTheStatementsAreThoseOfAHostWithoutPlugins() throws IOException {
        Map<String, List<String>> without = new HashMap<>();
        try (SampleHost host = quiet().withoutPlugins().start()) {
            work(host, without);
        }
        Map<String, List<String>> with = new HashMap<>();
        try (SampleHost host = quiet().start()) {
            work(host, with);
            assertThat(statements(host, () -> {
                        for (int i = 0; i < 20; i++) {
                            assertThat(host.probe()
                                            .emit("highlight", Stories.ARTICLE, Map.of("documentId", "x"))
                                            .sockets())
                                    .isZero();
                        }
                    }))
                    .as("statements of 20 emits that nobody hears")
                    .isEmpty();
        }
        assertThat(without.get("create")).isNotEmpty();
        assertThat(with).isEqualTo(without);
    }

    @Test
    void whereSomebodyListensNoPermissionIsAskedForAgain() throws IOException {
        try (SampleHost host = quiet().start();
                SocketDriver driver = SocketDriver.Kind.JAVASCRIPT.start();
                Ears ears = new Ears(host, driver)
                        .with("visitor", Stories.nobody())
                        .with("editor", Stories.as(host, SampleHost.EDITOR))) {
            Stories.newAuthor(host.as(SampleHost.EDITOR));
            ears.clear();
            List<String> statements = statements(host, () -> {
                for (int i = 0; i < 20; i++) {
                    assertThat(host.probe()
                                    .emit("highlight", "api::tag.tag", Map.of("documentId", "x"))
                                    .sockets())
                            .isEqualTo(2);
                }
            });
            assertThat(statements).as("statements of 20 emits of a map").isEmpty();
        }
    }

    private static void work(SampleHost host, Map<String, List<String>> statements) {
        Cms editor = host.as(SampleHost.EDITOR);
        JsonNode author = Stories.newAuthor(editor);
        JsonNode[] article = new JsonNode[1];
        Map<String, Object> values = new HashMap<>();
        values.put("title", "quiet");
        values.put("slug", "quiet");
        values.put("author", author.path("documentId").asText());
        Map<String, Consumer<Cms>> requests = new java.util.LinkedHashMap<>();
        requests.put("create", cms -> article[0] = Stories.make(cms, "articles", values));
        requests.put("update", cms -> Stories.update(cms, "articles", article[0], Map.of("title", "still quiet")));
        requests.put("publish", cms -> Stories.publish(cms, article[0]));
        requests.put(
                "bulk update",
                cms -> cms.put("/api/articles?filters%5Bslug%5D=quiet", Map.of("data", Map.of("views", 9)))
                        .ok());
        requests.put("unpublish", cms -> Stories.unpublish(cms, article[0]));
        requests.put("delete", cms -> Stories.delete(cms, "articles", article[0]));
        requests.forEach((name, request) -> statements.put(name, statements(host, () -> request.accept(editor))));
    }

    /** The statements of some work: all until a read that follows it, less those of the read. */
    private static List<String> statements(SampleHost host, Runnable work) {
        int ofTheRead = until(host, host.log().mark()).size();
        int mark = host.log().mark();
        work.run();
        List<String> all = until(host, mark);
        return all.subList(0, all.size() - ofTheRead);
    }

    private static List<String> until(SampleHost host, int mark) {
        HostLog log = host.log();
        int before = log.mark();
        host.anonymous().get("/api/categories").ok();
        log.awaitSince(before, "the statement of a read", line -> line.contains("from categories"));
        return log.since(mark).stream()
                .filter(line -> line.startsWith("DEBUG org.hibernate.SQL"))
                .toList();
    }

    private SampleHost.Setup quiet() throws IOException {
        Path logback = Files.writeString(folder.resolve("logback.xml"), LOGBACK);
        String sample = Files.readString(Places.sampleConfig());
        String keepsNothing = sample.replaceFirst("(recovery:\\s+enabled:) true", "$1 false");
        assertThat(keepsNothing).isNotEqualTo(sample);
        return SampleHost.setup().config(keepsNothing).jvm("-Dlogback.configurationFile=" + logback);
    }
}
