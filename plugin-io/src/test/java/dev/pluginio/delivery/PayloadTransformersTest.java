package dev.pluginio.delivery;

import static dev.pluginio.testing.Blog.ARTICLE;
import static dev.pluginio.testing.Blog.allowed;
import static dev.pluginio.testing.Blog.draft;
import static dev.pluginio.testing.Blog.published;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pluginio.access.PermissionRule;
import dev.pluginio.api.access.Permissions;
import dev.pluginio.api.content.Entry;
import dev.pluginio.api.realtime.PayloadTransformer;
import dev.pluginio.testing.Blog;
import dev.pluginio.testing.RecordingClient;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What plugins make of what is sent. */
class PayloadTransformersTest {

    private final House house = new House(Blog.articles(PermissionRule.FIND));
    private final RecordingClient reader =
            house.client(house.policy.role("reader", allowed("api::article.article.find")));
    private final RecordingClient editor = house.client(house.policy.role("editor", Permissions.all()));

    private static PayloadTransformer of(BiConsumer<Entry, Map<String, @Nullable Object>> changes) {
        return new PayloadTransformer() {
            @Override
            public Set<String> contentTypes() {
                return Set.of(ARTICLE);
            }

            @Override
            public Map<String, @Nullable Object> transform(String contentType, Entry visible) {
                Map<String, @Nullable Object> values = new LinkedHashMap<>(visible.values());
                changes.accept(visible, values);
                return values;
            }
        };
    }

    @Test
    void changesWhatIsSentInTheOrderInWhichTheyAreOffered() {
        house.transformers(
                of((entry, values) -> values.put("url", "/articles/" + entry.documentId())), of((entry, values) -> {
                    values.remove("publishedAt");
                    values.computeIfPresent("url", (name, url) -> url + ".html");
                }));

        house.change(null, published(1, "One"));

        assertThat(reader.heard())
                .singleElement()
                .asString()
                .startsWith("article:create {\"data\":{\"id\":1,\"documentId\":\"doc1\",\"title\":\"One\","
                        + "\"url\":\"/articles/doc1.html\"},");
    }

    /** B2: nothing that nobody may see comes in again by way of a transformer, and the identifiers stay. */
    @Test
    void cannotAddWhatNobodyMaySee() {
        house.transformers(of((entry, values) -> {
            assertThat(entry.values()).doesNotContainKeys("internalNotes", "editorPassword");
            values.put("internalNotes", "for the house only");
            values.put("resetPassword", "hunter2");
            values.put("deep", Map.of("userPassword", "hunter2", "kept", 1));
            values.put("id", 99);
            values.put("documentId", "other");
        }));

        house.change(null, published(1, "One"));

        assertThat(reader.heard())
                .singleElement()
                .asString()
                .contains("\"data\":{\"id\":1,\"documentId\":\"doc1\",")
                .contains("\"deep\":{\"kept\":1}")
                .doesNotContain("hunter2", "house", "99", "other");
    }

    @Test
    void isAskedOnceForAllWhoSeeTheSame() {
        AtomicInteger asked = new AtomicInteger();
        house.transformers(of((entry, values) -> asked.incrementAndGet()));
        for (int i = 0; i < 10; i++) {
            house.client(house.policy.role("r" + i, allowed("api::article.article.find")));
        }

        house.change(draft(1, "a"), published(1, "b"));

        assertThat(asked).as("readers get enter, the editor update and publish").hasValue(3);
        house.change(published(1, "b"), null);
        assertThat(asked).as("identifiers are not transformed").hasValue(3);
    }

    /** B1: those whose payload cannot be made hear nothing; the others hear. */
    @Test
    void withholdsFromThoseWhoseViewItFailsOn() {
        house.transformers(of((entry, values) -> {
            if (entry.values().containsKey("author")) {
                throw new IllegalStateException("no author, please");
            }
            values.put("strange", entry.values().get("title").equals("strange") ? new Object() : 1);
        }));

        house.change(null, Blog.article(1, "One", "2026-01-01T00:00:00Z", Map.of("author", Blog.author(7, "ann"))));
        assertThat(House.heard(reader)).containsExactly("create");
        assertThat(editor.heard()).isEmpty();
        assertThat(house.withheld).hasValue(1);

        house.change(null, published(2, "strange"));
        assertThat(reader.heard()).hasSize(1);
        assertThat(house.withheld).hasValue(3);
    }

    @Test
    void isGoneWithItsPlugin() {
        house.transformers(of((entry, values) -> values.put("mark", true)));
        house.change(null, published(1, "One"));
        house.transformers();
        house.change(null, published(1, "One"));

        assertThat(reader.heard()).hasSize(2);
        assertThat(reader.heard().get(0)).contains("mark");
        assertThat(reader.heard().get(1)).doesNotContain("mark");
    }
}
