package dev.pluginio.describe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pluginio.access.AccessCache;
import dev.pluginio.access.Exposures;
import dev.pluginio.access.PermissionRule;
import dev.pluginio.api.access.Authentication;
import dev.pluginio.api.access.Authenticator;
import dev.pluginio.api.access.Credentials;
import dev.pluginio.api.access.Permissions;
import dev.pluginio.api.access.Principal;
import dev.pluginio.api.access.Role;
import dev.pluginio.api.realtime.Envelope;
import dev.pluginio.delivery.DeliverySettings;
import dev.pluginio.delivery.Rules;
import dev.pluginio.delivery.Shape;
import dev.pluginio.describe.form.Form;
import dev.pluginio.describe.form.Handled;
import dev.pluginio.testing.Blog;
import dev.pluginio.testing.TablePolicy;
import dev.pluginio.transport.Pages.Answer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** B2, B8: what a document tells of a role's events is what the role sees, and only to those who may know. */
class DocumentsTest {

    private final TablePolicy policy = new TablePolicy();
    private final Role reader = policy.role(
            "Reader", Permissions.of(Set.of(Blog.ARTICLE + ".find", Blog.ARTICLE + ".update", Blog.TAG + ".find")));
    private final Role editor = policy.role("Editor", Permissions.all());
    private Rules rules = rules(false);
    private final Documents documents = new Documents(
            new Tokens(),
            new AccessCache(policy, System::nanoTime),
            () -> rules,
            () -> Stream.of("get-rooms", "join-room", "subscribe-entity", "subscribe-type", "private-message", "typing")
                    .collect(Collectors.toMap(name -> name, name -> Handled.SOMEHOW)),
            Runnable::run,
            "1.0");

    /** A token is the name of its role. */
    private final class Tokens implements Authenticator {
        @Override
        public Authentication authenticate(Credentials credentials) {
            return switch (credentials.token()) {
                case "reader" -> new Authentication.Admitted(new Principal.User("1", "r", reader, Optional.empty()));
                case "editor" -> new Authentication.Admitted(new Principal.User("2", "e", editor, Optional.empty()));
                default -> new Authentication.Refused("invalid_token", "no");
            };
        }

        @Override
        public Authentication anonymous() {
            return new Authentication.Admitted(new Principal.Public(reader));
        }
    }

    private static Rules rules(boolean isAtomic) {
        return Rules.of(
                new DeliverySettings(Envelope.DATA, Shape.FLAT, List.of("password"), false, isAtomic),
                new Exposures(Blog.CATALOG, List.of(Blog.articles(PermissionRule.ACTION)), PermissionRule.ACTION));
    }

    @BeforeEach
    void serve() {
        documents.reconfigure(new DocumentSettings(true, Set.of("Editor")));
    }

    private Answer get(String path, @Nullable String token, String... role) {
        return documents
                .get(
                        path,
                        role.length == 0 ? Map.of() : Map.of("role", List.of(role)),
                        token == null ? null : "Bearer " + token)
                .orElseThrow()
                .get()
                .toCompletableFuture()
                .join();
    }

    private static String text(Answer answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    @Test
    void tellsARoleOfItsEventsAndWhatItSeesOfThem() {
        assertThat(text(get(Documents.TYPES, "reader")))
                .contains("'article:update': (event: ArticleUpdateEvent) => void;")
                .contains(
                        "export interface Article {\n  id: number | string;\n  documentId: string;\n  title: unknown | null;")
                .contains("tags: Array<ArticleTags>;")
                .contains("  typing: (...args: any[]) => void;")
                .doesNotContain("article:create", "internalNotes", "editorPassword", "author");
        assertThat(text(get(Documents.TYPES, "editor")))
                .contains("article:create", "author: ArticleAuthor | null;")
                .doesNotContain("internalNotes", "editorPassword", "email");
    }

    @Test
    void tellsOfTransactionsWhereTheyAreTold() {
        assertThat(text(get(Documents.TYPES, "reader"))).doesNotContain("tx");
        rules = rules(true);
        assertThat(text(get(Documents.TYPES, "reader")))
                .contains("'tx:end': (event: TransactionEnd) => void;", "offset: string;\n  tx: string;\n}");
    }

    /** The forms are those that the handlers take and answer with. */
    @Test
    void tellsWhatClientsSendAndHowItIsAcknowledged() {
        assertThat(text(get(Documents.TYPES, "reader")))
                .contains("'get-rooms': (answer: (answer: Answer<RoomsAnswer>) => void) => void;")
                .contains("'join-room': (room: string, answer: (answer: Answer<RoomAnswer>) => void) => void;")
                .contains("'private-message': (message: Message, answer: (answer: Answer) => void) => void;")
                .contains("'subscribe-entity': (entry: EntryWantedById | EntryWantedByDocumentId,"
                        + " answer: (answer: Answer<ArticleSubscription>) => void) => void;")
                .contains("export interface ArticleSubscription {\n  uid: 'api::article.article';\n"
                        + "  id: number | string;\n  documentId: string;\n  room: string;\n  data?: Article;\n}")
                .contains("export interface TypeWanted {\n  uid: 'api::article.article';\n}")
                .contains("from: Sender;", "reason: 'permissions_changed' | 'role_changed';");
        assertThat(text(get(Documents.ASYNC_API, "reader")))
                .contains("\"say.join-room\":{\"action\":\"receive\"", "#/channels/root/messages/join-room.answer");
    }

    /** Two things of the same name are not taken for one another. */
    @Test
    void givesEachFormANameOfItsOwn() {
        Names names = new Names(Set.of("Answer"));
        Form.Struct one = new Form.Struct("Article", Map.of("a", new Form.Identifier()));
        Form.Struct other = new Form.Struct("Article", Map.of());

        assertThat(List.of(names.of(one), names.of(other), names.of(one)))
                .containsExactly("Article", "Article2", "Article");
        assertThat(names.of(new Form.Struct("Answer", Map.of()))).isEqualTo("Answer2");
    }

    @Test
    void saysWhatIsSentWithIdentifiersOnly() {
        assertThat(text(get(Documents.TYPES, "editor")))
                .contains("interface ArticleDeleteEvent {\n  data: Reference;")
                .contains("interface ArticleLeaveEvent {\n  data: Reference;")
                .contains("interface ArticleEnterEvent {\n  data: Article;");
    }

    @Test
    void tellsNothingToWhomItDoesNotConcern() {
        assertThat(get(Documents.TYPES, null).status()).isEqualTo(401);
        assertThat(get(Documents.TYPES, "wrong").status()).isEqualTo(401);
        assertThat(get(Documents.TYPES, "reader", "Editor").status()).isEqualTo(403);
        assertThat(text(get(Documents.TYPES, "reader", "no such role")))
                .isEqualTo(text(get(Documents.TYPES, "reader", "Editor")));
        assertThat(text(get(Documents.TYPES, "editor", "Reader"))).isEqualTo(text(get(Documents.TYPES, "reader")));
        documents.reconfigure(DocumentSettings.OFF);
        assertThat(documents.get(Documents.TYPES, Map.of(), "Bearer editor")).isEmpty();
    }

    @Test
    void writesTheSameAsAsyncApi() {
        assertThat(text(get(Documents.ASYNC_API, "reader")))
                .startsWith("{\"asyncapi\":\"3.0.0\"")
                .contains(
                        "\"name\":\"article:update\"", "#/components/schemas/ArticleUpdateEvent", "\"name\":\"typing\"")
                .doesNotContain("article:create", "internalNotes", "editorPassword");
    }
}
