package dev.pluginio.e2e.scenario;

import static dev.pluginio.e2e.scenario.Stories.newAuthor;
import static dev.pluginio.e2e.scenario.Stories.unique;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pluginio.e2e.driver.Cms;
import dev.pluginio.e2e.driver.Connect;
import dev.pluginio.e2e.driver.Frame;
import dev.pluginio.e2e.driver.Places;
import dev.pluginio.e2e.driver.SampleHost;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Where what a client missed cannot be told any more, it is told so: never a silent gap. Guards promise 5. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // filled before all tests
class RecoveryLimitsIT {

    private static final String CONFIG = """
            io:
              enabled: true
              config:
                contentTypes: [api::author.author, api::tag.tag]
                permission: find
                recovery: { enabled: %s, maxDisconnectionDuration: %s, maxReplayBytes: 20KB }
                socket: { serverOptions: { port: '${IO_PORT}' } }
            """;

    private final SharedHost.Drivers drivers = new SharedHost.Drivers();
    private SampleHost host;
    private Cms editor;

    @BeforeAll
    void start() {
        host = SampleHost.setup().config(CONFIG.formatted(true, "2m")).start();
        editor = host.as(SampleHost.EDITOR);
    }

    @AfterAll
    void stop() {
        drivers.close();
        host.close();
    }

    private Traveller traveller() {
        String jwt = editor.bearer();
        return new Traveller(host, drivers, connect -> connect.jwt(jwt));
    }

    private static void isToldToReload(Traveller traveller, String before, String reason) {
        JsonNode told = traveller.socket().first("sync:required").argument();
        assertThat(told.path("types").valueStream().map(JsonNode::asText))
                .containsExactlyInAnyOrder("api::author.author", "api::tag.tag");
        assertThat(told.path("reason").asText()).isEqualTo(reason);
        assertThat(traveller.id().equals(before)).isEqualTo(reason.equals("too_much"));
        traveller.socket().take();
    }

    @Test
    void beginsAnewAfterTooLong() {
        try (Traveller traveller = traveller()) {
            String before = traveller.id();
            traveller.heardUntil(newAuthor(editor));

            try {
                assertThat(traveller.away(() -> {
                            long left = System.nanoTime();
                            configure(true, "100ms");
                            while (System.nanoTime() - left
                                    < Duration.ofMillis(300).toNanos()) {
                                newAuthor(editor);
                            }
                        }))
                        .isFalse();
            } finally {
                configure(true, "2m");
            }

            isToldToReload(traveller, before, "gone");
            assertThat(traveller.heardUntil(newAuthor(editor))).hasSize(1);
            // what it still knows of the time before does not harm it
            assertThat(traveller.away(() -> {})).isTrue();
        }
    }

    @Test
    void isToldToReloadIfItMissedTooMuch() {
        try (Traveller traveller = traveller()) {
            String before = traveller.id();
            traveller.heardUntil(newAuthor(editor));

            assertThat(traveller.away(() -> {
                        for (int i = 0; i < 100; i++) {
                            Stories.make(editor, "authors", Map.of("name", unique("x".repeat(150))));
                        }
                    }))
                    .isTrue();

            isToldToReload(traveller, before, "too_much");
            assertThat(traveller.heardUntil(newAuthor(editor))).hasSize(1);
        }
    }

    @Test
    void nothingOfItIsLeftWhileItIsSwitchedOff() {
        try (Traveller traveller = traveller()) {
            traveller.heardUntil(newAuthor(editor));
            try {
                configure(false, "2m");
                assertThat(traveller.away(() -> newAuthor(editor))).isFalse();
                JsonNode author = newAuthor(editor);
                assertThat(traveller.heardUntil(author))
                        .singleElement()
                        .satisfies(frame -> assertThat(frame.arguments()).hasSize(1));
                assertThat(traveller.socket().pid()).isEmpty();
                assertThat(traveller.away(() -> newAuthor(editor))).isFalse();
            } finally {
                configure(true, "2m");
            }
            assertThat(traveller.away(() -> {})).isFalse();
            assertThat(traveller.away(() -> {})).isTrue();
        }
    }

    /** Switched on while clients are connected; what is missed comes as whole as what is heard. */
    @Test
    void bringsTransactionsWhole() {
        try (Traveller traveller = traveller()) {
            traveller.heardUntil(newAuthor(editor));
            configure(CONFIG.formatted(true, "2m") + "    transaction: atomic\n");
            try {
                List<Frame> heard = transaction(traveller, this::newAuthors);
                List<Frame> missed = transaction(
                        traveller,
                        () -> assertThat(traveller.away(this::newAuthors)).isTrue());

                assertThat(List.of(heard, missed)).allSatisfy(frames -> {
                    assertThat(frames)
                            .extracting(Frame::event)
                            .containsExactly("author:create", "author:create", "author:create", "tx:end");
                    assertThat(frames.subList(0, 3))
                            .extracting(frame ->
                                    frame.argument().path("meta").path("tx").asText())
                            .containsOnly(frames.get(3).argument().path("tx").asText("none"));
                });
                assertThat(missed.get(3).argument()).isNotEqualTo(heard.get(3).argument());
                // it stands after the end
                assertThat(traveller.away(() -> {})).isTrue();
                assertThat(transaction(traveller, this::newAuthors)).hasSize(4);
            } finally {
                configure(true, "2m");
            }
        }
    }

    /** Guards the guide: its client, as it stands there. */
    @Test
    void theGuidesClientShowsEachTransactionAtOnce() throws IOException {
        List<String> three = List.of("author:create", "author:create", "author:create");
        String atomic = CONFIG.formatted(true, "2m") + "    transaction: atomic\n";
        String jwt = editor.bearer();
        String page = guide("let held = ");
        configure(atomic);
        try (Traveller traveller =
                new Traveller(host, drivers, connect -> connect.jwt(jwt).running(page))) {
            assertThat(shown(traveller, this::newAuthors)).isEqualTo(three);
            assertThat(shown(
                            traveller,
                            () -> assertThat(traveller.away(this::newAuthors)).isTrue()))
                    .isEqualTo(three);

            Object half = Map.of("data", Map.of(), "meta", Map.of("tx", "of which the rest will not come"));
            host.probe().raw(Map.of("event", "author:create", "data", half, "envelope", "BARE"));
            traveller.socket().first("author:create");
            configure(false, "2m");
            assertThat(traveller.away(() -> configure(atomic))).isFalse();
            assertThat(shown(traveller, this::newAuthors)).isEqualTo(three);
        } finally {
            configure(true, "2m");
        }
    }

    private static String guide(String beginning) throws IOException {
        String guide = Files.readString(Places.root().resolve("docs/guide.md"));
        return Pattern.compile("^```js\n(" + Pattern.quote(beginning) + ".*?)^```$", Pattern.MULTILINE | Pattern.DOTALL)
                .matcher(guide)
                .results()
                .map(block -> block.group(1))
                .findFirst()
                .orElseThrow();
    }

    /** The names of the events that the page shows first. */
    private static List<String> shown(Traveller traveller, Runnable work) {
        work.run();
        JsonNode shown = traveller.socket().first(Connect.SHOWN).argument();
        traveller.socket().take();
        return shown.valueStream().map(JsonNode::asText).toList();
    }

    private void newAuthors() {
        List<Map<String, String>> authors =
                Stream.generate(() -> Map.of("name", unique("author"))).limit(3).toList();
        editor.post("/api/authors/bulk", Map.of("data", authors)).ok();
    }

    private static List<Frame> transaction(Traveller traveller, Runnable work) {
        work.run();
        traveller.socket().first("tx:end");
        return traveller.socket().take();
    }

    private void configure(boolean enabled, String duration) {
        configure(CONFIG.formatted(enabled, duration));
    }

    private void configure(String config) {
        host.configure(config);
        assertThat(host.probe().call(Map.of("method", "reload")).status()).isEqualTo(200);
    }
}
