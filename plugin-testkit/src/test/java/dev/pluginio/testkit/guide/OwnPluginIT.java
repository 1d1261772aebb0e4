package dev.pluginio.testkit.guide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pluginio.api.content.Attribute;
import dev.pluginio.api.content.ContentType;
import dev.pluginio.testkit.Greeter;
import dev.pluginio.testkit.PluginIoExtension;
import dev.pluginio.testkit.TestClient;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The test that the guide shows. */
class OwnPluginIT {

    @RegisterExtension
    static final PluginIoExtension io = PluginIoExtension.builder()
            .contentType(ContentType.of("api::article.article", Attribute.value("title")))
            .role("editor", "api::article.article.create")
            .extension(new Greeter())
            .build();

    @Test
    void editorsHearOfNewArticles() {
        TestClient editor = io.connectAs("editor");
        TestClient visitor = io.connect();

        io.create("api::article.article", Map.of("title", "Hello"));

        assertThat(editor.expect("article:create").data()).containsEntry("title", "Hello");
        visitor.expectNothing("article:create");
        assertThat(visitor.ask("greet", "Ada").argument(0)).isEqualTo("Hello Ada");
    }
}
