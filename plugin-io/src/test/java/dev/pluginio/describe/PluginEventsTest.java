package dev.pluginio.describe;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pluginio.access.Exposures;
import dev.pluginio.access.PermissionRule;
import dev.pluginio.api.access.Permissions;
import dev.pluginio.api.realtime.ClientEvent;
import dev.pluginio.api.realtime.Envelope;
import dev.pluginio.api.realtime.EventHandler;
import dev.pluginio.api.realtime.Reply;
import dev.pluginio.delivery.DeliverySettings;
import dev.pluginio.delivery.Rules;
import dev.pluginio.delivery.Shape;
import dev.pluginio.session.handlers.Handlers;
import dev.pluginio.session.handlers.Offer;
import dev.pluginio.testing.Blog;
import dev.pluginio.testing.TestHandlers;
import dev.pluginio.transport.Audience;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What plugins take and answer is described as it stands in their records. */
class PluginEventsTest {

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final Handlers handlers = TestHandlers.with(timer);

    @AfterEach
    void stop() {
        handlers.close();
        timer.shutdownNow();
    }

    private enum Mood {
        GLAD,
        @JsonProperty("so-so")
        SO_SO
    }

    private record Order(
            @NotBlank @Size(max = 40) String title,
            @Positive int pieces,
            @Max(100) @Nullable Long most,
            BigDecimal price,
            boolean gift,
            Mood mood,
            @NotNull Instant at,
            LocalDate day,
            Optional<String> note,
            @Size(min = 1, max = 3) List<@Email String> cc,
            Map<String, Integer> counts,
            @Valid @NotNull Address to,
            Address from,
            @JsonProperty("x-ref") String reference,
            Object extra) {}

    private record Address(
            @NotBlank String street,
            @Pattern(regexp = "[0-9]{5}") String zip) {}

    private record Node(String name, List<Node> children) {}

    private record Receipt(
            String number, @Nullable Instant sent, List<Line> lines, Optional<Mood> mood, String apiToken) {}

    private record Line(int pieces, BigDecimal price) {}

    private record Taking(
            Set<String> events,
            List<Class<?>> argumentTypes,
            Optional<Class<? extends Record>> answerType,
            Optional<String> permission)
            implements EventHandler {
        @Override
        public Reply handle(ClientEvent event) {
            return Reply.none();
        }
    }

    private Vocabulary vocabulary() {
        return vocabulary(Permissions.all());
    }

    private Vocabulary vocabulary(Permissions permissions) {
        Rules rules = Rules.of(
                new DeliverySettings(Envelope.DATA, Shape.FLAT, List.of("token")),
                new Exposures(Blog.CATALOG, List.of(), PermissionRule.FIND));
        return Vocabulary.of("Editor", permissions, rules, Shape.FLAT, handlers.handled(Audience.ROOT));
    }

    private void offer(String event, List<Class<?>> arguments, @Nullable Class<? extends Record> answer) {
        handlers.offer(List.of(
                Offer.of("shop", new Taking(Set.of(event), arguments, Optional.ofNullable(answer), Optional.empty()))));
    }

    @Test
    void typesOfArgumentsAndAnswersAreThoseOfTheRecords() {
        offer("shop:order", List.of(Order.class), Receipt.class);

        assertThat(TypeScript.of(vocabulary()))
                .contains(
                        "'shop:order': (order: Order, answer: (answer: Answer<Receipt>) => void) => void;",
                        """
                        export interface Order {
                          title: string;
                          pieces: number;
                          most?: number | null;
                          price?: number | null;
                          gift: boolean;
                          mood?: 'GLAD' | 'so-so' | null;
                          at: string;
                          day?: string | null;
                          note?: string | null;
                          cc?: Array<string> | null;
                          counts?: Record<string, number> | null;
                          to: Address;
                          from?: Address2 | null;
                          'x-ref'?: string | null;
                          extra?: unknown | null;
                        }
                        """,
                        """
                        export interface Address {
                          street: string;
                          zip?: string | null;
                        }
                        """,
                        """
                        export interface Address2 {
                          street?: string | null;
                          zip?: string | null;
                        }
                        """,
                        """
                        export interface Receipt {
                          number: string;
                          sent: string | null;
                          lines: Array<Line>;
                          mood: 'GLAD' | 'SO_SO' | null;
                        }
                        """)
                .doesNotContain("apiToken");
    }

    @Test
    void constraintsStandInTheSchema() throws Exception {
        offer("shop:order", List.of(Order.class), null);

        JsonNode schemas = new ObjectMapper()
                .valueToTree(AsyncApi.of(vocabulary(), "1"))
                .path("components")
                .path("schemas");
        JsonNode order = schemas.path("Order").path("properties");
        assertThat(schemas.path("Order").path("required").toString())
                .isEqualTo("[\"title\",\"pieces\",\"gift\",\"at\",\"to\"]");
        assertThat(order.path("title").toString())
                .isEqualTo("{\"type\":\"string\",\"maxLength\":40,\"minLength\":1,\"pattern\":\"\\\\S\"}");
        assertThat(order.path("pieces").toString()).isEqualTo("{\"type\":\"integer\",\"exclusiveMinimum\":0}");
        assertThat(order.path("most").path("anyOf").get(0).toString())
                .isEqualTo("{\"type\":\"integer\",\"maximum\":100}");
        assertThat(order.path("cc").path("anyOf").get(0).toString())
                .isEqualTo("{\"type\":\"array\",\"items\":{\"type\":\"string\",\"format\":\"email\"},"
                        + "\"maxItems\":3,\"minItems\":1}");
        assertThat(order.path("at").toString()).isEqualTo("{\"type\":\"string\",\"format\":\"date-time\"}");
        assertThat(schemas.path("Address")
                        .path("properties")
                        .path("zip")
                        .path("anyOf")
                        .get(0)
                        .path("pattern")
                        .asText())
                .isEqualTo("^(?:[0-9]{5})$");
        assertThat(schemas.path("Address2").path("properties").path("zip").toString())
                .as("nobody looks at the constraints of what is not @Valid")
                .doesNotContain("pattern");
    }

    @Test
    void aRecordMayStandInItself() throws Exception {
        offer("tree", List.of(Node.class), null);

        assertThat(TypeScript.of(vocabulary()))
                .contains(
                        "  tree: (node: Node, ...answer: any[]) => void;",
                        "export interface Node {\n  name?: string | null;\n  children?: Array<Node> | null;\n}");
        assertThat(new ObjectMapper().writeValueAsString(AsyncApi.of(vocabulary(), "1")))
                .contains("\"items\":{\"$ref\":\"#/components/schemas/Node\"}");
    }

    @Test
    void anEventStandsOnlyInTheDocumentsOfThoseWhoMaySendIt() {
        handlers.offer(List.of(Offer.of(
                "shop",
                new Taking(Set.of("publish-all"), List.of(), Optional.empty(), Optional.of(Blog.ARTICLE + ".publish")),
                new Taking(Set.of("look"), List.of(), Optional.empty(), Optional.empty()))));
        Permissions mayPublish = Permissions.of(Set.of(Blog.ARTICLE + ".publish"));
        Permissions mayRead = Permissions.of(Set.of(Blog.ARTICLE + ".find"));

        assertThat(TypeScript.of(vocabulary(mayPublish))).contains("'publish-all': ", "look: ");
        assertThat(TypeScript.of(vocabulary(mayRead))).contains("look: ").doesNotContain("publish-all");
    }

    @Test
    void severalArgumentsAndAnswersToWhateverComes() {
        offer("move", List.of(Node.class, Node.class, String.class), Line.class);
        assertThat(TypeScript.of(vocabulary()))
                .contains("move: (node: Node, node2: Node, argument: string, answer: (answer: Answer<Line>) => void)");

        offer("say", List.of(), Line.class);
        assertThat(TypeScript.of(vocabulary()))
                .contains("say: (...args: [...any[], (answer: Answer<Line>) => void]) => void;");

        offer("hum", List.of(), null);
        assertThat(TypeScript.of(vocabulary())).contains("hum: (...args: any[]) => void;");
    }
}
