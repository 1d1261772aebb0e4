package dev.pluginio.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pluginio.api.content.Attribute;
import dev.pluginio.api.content.ContentType;
import dev.pluginio.api.content.Entry;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("packed-smoke")
class PluginIoExtensionIT {

    private static final String ARTICLE = "api::article.article";

    @RegisterExtension
    static final PluginIoExtension io = PluginIoExtension.builder()
            .contentType(ContentType.of(
                    ARTICLE, Attribute.value("title"), Attribute.value("note").asPrivate()))
            .role("editor", ARTICLE + ".create", ARTICLE + ".update", ARTICLE + ".delete")
            .apiToken("export", ARTICLE + ".create")
            .extension(new Greeter())
            .build();

    @Test
    void tellsThoseWhoMayHearAndNobodyElse() {
        TestClient editor = io.connectAs("editor");
        TestClient visitor = io.connect();

        Entry article = io.create(ARTICLE, Map.of("title", "Hello", "note", "secret"));
        io.update(ARTICLE, article.documentId(), Map.of("title", "Good-bye"));
        io.delete(ARTICLE, article.documentId());

        assertThat(editor.expect("article:create").data())
                .containsEntry("title", "Hello")
                .containsEntry("documentId", article.documentId())
                .doesNotContainKey("note");
        assertThat(editor.expect("article:update").data()).containsEntry("title", "Good-bye");
        assertThat(editor.expect("article:delete").data()).containsOnlyKeys("id", "documentId");
        visitor.expectNothing("article:create");
    }

    @Test
    void hasTheHandlersThatWereGiven() {
        assertThat(io.connect().ask("greet", "Ada").argument(0)).isEqualTo("Hello Ada");
    }

    @Test
    void changesRightsWhileClientsAreThere() {
        TestClient export = io.client().withToken("export").connect();
        TestClient visitor = io.connect();
        io.permit("public", ARTICLE + ".create");
        io.create(ARTICLE, Map.of("title", "For all"));
        assertThat(visitor.expect("article:create").data()).containsEntry("title", "For all");
        assertThat(export.expect("article:create").data()).containsEntry("title", "For all");

        io.forbid("public", ARTICLE + ".create");
        io.create(ARTICLE, Map.of("title", "For few"));
        visitor.expectNothing("article:create");
        assertThat(export.expect("article:create").data()).containsEntry("title", "For few");
    }

    @Test
    void sendsAwayWhoHasLoggedOut() {
        TestClient user = io.client().as("editor", "grace").connect();
        io.logOut("grace");
        assertThat(user.expect("session:closed").object()).containsEntry("code", "logged_out");
        assertThat(user.expectDisconnect()).isEqualTo("io server disconnect");
    }

    @Test
    void tellsTheCodeOfARefusal() {
        assertThat(io.client()
                        .auth(Map.of("strategy", "jwt", "token", "forged"))
                        .expectRefusal())
                .isEqualTo("invalid_token");
        assertThatThrownBy(() -> io.client()
                        .auth(Map.of("strategy", "jwt", "token", "forged"))
                        .connect())
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("refused");
    }

    @Test
    void failsWhereSomethingExpectedDoesNotComeOrSomethingUnexpectedDoes() {
        TestClient editor = io.connectAs("editor");
        io.create(ARTICLE, Map.of("title", "Heard"));
        assertThatThrownBy(() -> editor.expectNothing("article:create"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("'article:create' was heard")
                .hasMessageContaining("Heard");
    }
}
