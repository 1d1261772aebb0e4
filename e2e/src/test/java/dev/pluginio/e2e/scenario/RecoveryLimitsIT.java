package dev.pluginio.e2e.scenario;

import static dev.pluginio.e2e.scenario.Stories.newAuthor;
import static dev.pluginio.e2e.scenario.Stories.unique;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pluginio.e2e.driver.Cms;
import dev.pluginio.e2e.driver.SampleHost;
import java.time.Duration;
import java.util.Map;
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

    private void configure(boolean enabled, String duration) {
        host.configure(CONFIG.formatted(enabled, duration));
        assertThat(host.probe().call(Map.of("method", "reload")).status()).isEqualTo(200);
    }
}
