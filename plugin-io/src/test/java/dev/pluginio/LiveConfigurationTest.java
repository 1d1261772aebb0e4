package dev.pluginio;

import static dev.pluginio.testing.Blog.ARTICLE;
import static dev.pluginio.testing.Blog.TAG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.pluginio.api.event.ContentChange;
import dev.pluginio.api.host.ContentLifecycle;
import dev.pluginio.api.realtime.RealtimeException;
import dev.pluginio.api.realtime.Reloaded;
import dev.pluginio.testing.Blog;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.json.JSONException;
import org.json.JSONObject;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** B28: another configuration holds while clients stay connected, and a wrong one leaves all as it was. */
class LiveConfigurationTest extends LiveConfigurationTesting {

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private void changed(ContentChange change) {
        ContentLifecycle.Transaction transaction =
                wiring.lifecycle().orElseThrow().begin();
        transaction.changed(change);
        transaction.committed();
    }

    /** Everything heard up to now, each as the content's uid and its data; what was sent before has arrived then. */
    private List<String> heardSoFar() {
        int before = heard.size();
        wiring.service().orElseThrow().raw("marker", before);
        await().until(() -> heard.stream().anyMatch(event -> !event.has("meta") && event.optInt("data") == before));
        List<String> content = heard.stream()
                .filter(event -> event.has("meta"))
                .map(event -> text(event, "meta", "uid") + " " + event.optJSONObject("data"))
                .toList();
        heard.clear();
        return content;
    }

    private static String text(JSONObject event, String section, String key) {
        try {
            return event.getJSONObject(section).getString(key);
        } catch (JSONException e) {
            throw new AssertionError(event.toString(), e);
        }
    }

    @Test
    void sendsWhatIsListedNowAndNoLongerWhatWas() throws Exception {
        changed(ContentChange.created(ARTICLE, Blog.published(1, "a")));
        changed(ContentChange.created(TAG, Blog.tag(1, "x")));
        assertThat(heardSoFar()).hasSize(1).allMatch(event -> event.startsWith(ARTICLE));

        Reloaded reloaded = reload("contentTypes: [" + TAG + "]");
        changed(ContentChange.created(ARTICLE, Blog.published(2, "b")));
        changed(ContentChange.created(TAG, Blog.tag(2, "y")));

        assertThat(heardSoFar()).hasSize(1).allMatch(event -> event.startsWith(TAG));
        assertThat(reloaded.applied())
                .containsExactly("io.config.contentTypes[" + ARTICLE + "]", "io.config.contentTypes[" + TAG + "]");
        assertThat(reloaded.needsRestart()).isEmpty();
        assertThat(disconnected).hasValue(0);
    }

    @Test
    void sendsFewerFieldsAtOnce() throws Exception {
        reload("contentTypes: [{ uid: " + ARTICLE + ", fields: [publishedAt] }]\nsensitiveFields: [iban]");
        changed(ContentChange.created(ARTICLE, Blog.published(1, "the title")));

        assertThat(heardSoFar())
                .singleElement()
                .asString()
                .contains("publishedAt")
                .doesNotContain("the title");

        Reloaded reloaded = reload("contentTypes: [" + ARTICLE + "]\nsensitiveFields: [title]\nshape: attributes");
        changed(ContentChange.created(ARTICLE, Blog.published(2, "the title")));

        assertThat(heardSoFar())
                .singleElement()
                .asString()
                .contains("attributes")
                .doesNotContain("the title");
        assertThat(reloaded.applied())
                .containsExactlyInAnyOrder(
                        "io.config.contentTypes[" + ARTICLE + "].fields",
                        "io.config.sensitiveFields",
                        "io.config.shape");
        assertThat(disconnected).hasValue(0);
    }

    /** B27: as at the start, all that is wrong is told, with file, line and key. */
    @Test
    void keepsEverythingAsItWasIfAnythingIsWrong() throws Exception {
        assertThatThrownBy(() -> reload("contentTypes: []\nsensitiveFields: [title]\nenvelop: bare\nshape: round"))
                .hasCauseInstanceOf(RealtimeException.class)
                .hasMessageContaining("plugins.yml:6: io.config.envelop: is not known here; did you mean 'envelope'?")
                .hasMessageContaining("plugins.yml:7: io.config.shape");

        changed(ContentChange.created(ARTICLE, Blog.published(1, "the title")));
        assertThat(heardSoFar()).singleElement().asString().contains("the title");
        assertThat(reload("contentTypes: [" + ARTICLE + "]").isUnchanged()).isTrue();
    }

    @Test
    void logsAsMuchAsItSaysNow() throws Exception {
        Logger logger = LoggerFactory.getLogger("dev.pluginio.session.Sessions");
        boolean before = logger.isTraceEnabled();

        assertThat(reload("contentTypes: [" + ARTICLE + "]\nlogging: { level: trace }")
                        .applied())
                .containsExactly("io.config.logging.level");
        assertThat(logger.isTraceEnabled()).isTrue();
        reload("contentTypes: [" + ARTICLE + "]\nlogging: { level: error }");
        assertThat(logger.isWarnEnabled()).isFalse();
        reload("contentTypes: [" + ARTICLE + "]");
        assertThat(logger.isTraceEnabled()).isEqualTo(before);
        assertThat(logger.isWarnEnabled()).isTrue();
    }

    @Test
    void saysWhatNeedsARestartUntilThereIsOne() throws Exception {
        String listener = "contentTypes: [" + ARTICLE
                + "]\nshape: attributes\nsocket:\n  serverOptions: { port: 1, path: /other," + " pingTimeout: 5s }";
        write("io:\n  watch: false\n  config:\n" + listener.indent(4));

        Reloaded first =
                wiring.service().orElseThrow().reload().toCompletableFuture().get(60, TimeUnit.SECONDS);
        Reloaded second =
                wiring.service().orElseThrow().reload().toCompletableFuture().get(60, TimeUnit.SECONDS);

        assertThat(first.applied())
                .containsExactlyInAnyOrder("io.config.shape", "io.config.socket.serverOptions.pingTimeout");
        assertThat(first.needsRestart())
                .containsExactlyInAnyOrder(
                        "io.config.socket.serverOptions.port", "io.config.socket.serverOptions.path");
        assertThat(second.applied()).isEmpty();
        assertThat(second.needsRestart()).isEqualTo(first.needsRestart());
        client.disconnect().connect();
        await().until(client::connected);
    }

    /** B32: what waits for a poll waits under the rules of the moment when the client gets it. */
    @Test
    void givesAClientThatPollsNothingThatTheRulesForbidByThen() throws Exception {
        String session = "";
        session = "&sid=" + new JSONObject(polled(session, "").substring(1)).getString("sid");
        polled(session, "40");
        polled(session, "");
        changed(ContentChange.created(ARTICLE, Blog.published(1, "the title")));
        wiring.service().orElseThrow().raw("marker", 1);
        heardSoFar();

        reload("contentTypes: [{ uid: " + ARTICLE + ", fields: [publishedAt] }]");
        changed(ContentChange.created(ARTICLE, Blog.published(2, "another title")));
        heardSoFar();

        assertThat(polled(session, ""))
                .contains("marker", "\"id\":2")
                .doesNotContain("the title", "\"id\":1,", "another title");
    }

    /** Asks by long polling, or sends something. */
    private String polled(String session, String body) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + port + "/socket.io/?EIO=4&transport=polling" + session));
        HttpRequest sent =
                (body.isEmpty() ? request.GET() : request.POST(HttpRequest.BodyPublishers.ofString(body))).build();
        return http.send(sent, HttpResponse.BodyHandlers.ofString()).body();
    }

    /** Events under way are sent by one set of rules: all of the one form, or all of the other. */
    @Test
    void losesAndDoublesNothingAndMixesNoRulesUnderTraffic() throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        AtomicInteger written = new AtomicInteger();
        Thread writer = new Thread(() -> {
            while (!over.get()) {
                if (written.get() - heard.size() < 50) { // no faster than the client reads
                    changed(ContentChange.created(ARTICLE, Blog.published(written.incrementAndGet(), "t")));
                }
                LockSupport.parkNanos(20_000);
            }
        });
        writer.start();
        String one = "contentTypes: [" + ARTICLE + ", " + TAG + "]\nshape: flat\nenvelope: data";
        String other = "contentTypes: [" + ARTICLE + "]\nshape: attributes\nenvelope: bare";
        for (int i = 0; i < 10; i++) {
            reload(i % 2 == 0 ? one : other);
            int before = written.get();
            await().until(() -> written.get() > before + 20);
        }
        over.set(true);
        writer.join();

        await().until(() -> heard.size() >= written.get());
        assertThat(heard.stream().map(event -> entry(event).optInt("id")))
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, written.get()).boxed().toList());
        assertThat(heard.stream().map(LiveConfigurationTest::form).distinct())
                .containsExactlyInAnyOrder("data flat", "bare attributes");
        assertThat(disconnected).hasValue(0);
    }

    private static JSONObject entry(JSONObject event) {
        return event.has("data") ? event.optJSONObject("data") : event;
    }

    private static String form(JSONObject event) {
        return (event.has("data") ? "data" : "bare") + (entry(event).has("attributes") ? " attributes" : " flat");
    }
}
