package dev.pluginio.e2e.scenario;

import static dev.pluginio.e2e.scenario.Stories.make;
import static dev.pluginio.e2e.scenario.Stories.names;
import static dev.pluginio.e2e.scenario.Stories.update;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pluginio.e2e.driver.Cms;
import dev.pluginio.e2e.driver.Ears;
import dev.pluginio.e2e.driver.Frame;
import dev.pluginio.e2e.driver.Json;
import dev.pluginio.e2e.driver.SampleHost;
import dev.pluginio.e2e.driver.SocketDriver;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Rules and transformers of another plugin, which decide by what no client may see. */
@ExtendWith(SharedHost.class)
class RulesIT {

    @Test
    void aRuleTakesAnEntryOutOfSightAndBringsItBack(SampleHost host, SharedHost.Drivers drivers) {
        Cms editor = host.as(SampleHost.EDITOR);
        JsonNode author = make(editor, "authors", Map.of("name", "probe:address", "email", "ann@example.com"));
        try (Ears ears = new Ears(host, drivers.of(SocketDriver.Kind.JAVASCRIPT))) {
            ears.with("member", connect -> connect).with("visitor", connect -> connect);
            ears.socket("member").ask("probe:join", List.of(Json.of("premium")));

            Map<String, List<Frame>> kept =
                    ears.heardOf(() -> update(editor, "authors", author, Map.of("email", "premium@room.example")));
            Map<String, List<Frame>> changed =
                    ears.heardOf(() -> update(editor, "authors", author, Map.of("name", "probe:address 2")));
            Map<String, List<Frame>> freed =
                    ears.heardOf(() -> update(editor, "authors", author, Map.of("email", "ann@example.com")));

            assertThat(names(kept))
                    .isEqualTo(Map.of("member", List.of("author:update"), "visitor", List.of("author:leave")));
            assertThat(names(changed)).isEqualTo(Map.of("member", List.of("author:update"), "visitor", List.of()));
            assertThat(names(freed))
                    .isEqualTo(Map.of("member", List.of("author:update"), "visitor", List.of("author:enter")));
            JsonNode entered = freed.getOrDefault("visitor", List.of()).get(0).data();
            assertThat(entered.path("address").asText())
                    .isEqualTo("/authors/" + author.path("documentId").asText());
            assertThat(Json.names(entered)).doesNotContain("email", "password");
            assertThat(Json.names(kept.getOrDefault("visitor", List.of()).get(0).data()))
                    .containsExactlyInAnyOrder("id", "documentId");
        }
    }
}
