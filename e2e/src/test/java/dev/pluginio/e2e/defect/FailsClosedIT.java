package dev.pluginio.e2e.defect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pluginio.e2e.driver.ClientSocket;
import dev.pluginio.e2e.driver.Cms;
import dev.pluginio.e2e.driver.Ears;
import dev.pluginio.e2e.driver.SampleHost;
import dev.pluginio.e2e.driver.SocketDriver;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Where a stage of the plugin fails, nothing goes out, the log says so, and the host's writes go on. Guards B1 (what
 * cannot be sanitized is not sent) and B16 (a failure of ours is neither lost nor the host's).
 */
class FailsClosedIT {

    @ParameterizedTest
    @EnumSource(names = {"CANNOT_SANITIZE", "CANNOT_READ"})
    void sendsNothingAndLetsTheHostWrite(Defect defect, @TempDir Path folder) {
        try (SampleHost host = SampleHost.setup()
                        .plugin(defect.into(folder))
                        .expectingErrors()
                        .start();
                SocketDriver driver = SocketDriver.Kind.JAVASCRIPT.start();
                Ears ears = new Ears(host, driver).with("visitor", connect -> connect)) {
            Cms editor = host.as(SampleHost.EDITOR);
            ears.heardOf(() -> {
                        String id = editor.post("/api/tags", Map.of("data", Map.of("name", "unheard")))
                                .data()
                                .path("documentId")
                                .asText();
                        editor.put("/api/tags/" + id, Map.of("data", Map.of("name", "unheard still")))
                                .ok();
                    })
                    .forEach((who, frames) ->
                            assertThat(frames).as("heard by %s", who).isEmpty());
            await().atMost(ClientSocket.PATIENCE)
                    .untilAsserted(() -> assertThat(host.log().lines())
                            .as("one error for each change that is lost")
                            .filteredOn(line -> line.contains(" ERROR d.p."))
                            .hasSize(2));
            assertThat(editor.get("/api/tags?filters%5Bname%5D=unheard%20still")
                            .data()
                            .size())
                    .isEqualTo(1);
        }
    }
}
