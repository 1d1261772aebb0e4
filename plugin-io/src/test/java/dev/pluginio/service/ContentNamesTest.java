package dev.pluginio.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pluginio.access.Exposures;
import dev.pluginio.access.PermissionRule;
import dev.pluginio.testing.Blog;
import dev.pluginio.testing.Logged;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Names that would be taken for events of a content type. */
class ContentNamesTest {

    private static final Exposures EXPOSURES =
            new Exposures(Blog.CATALOG, List.of(Blog.articles(PermissionRule.FIND)), PermissionRule.FIND);

    private final ContentNames names = new ContentNames();

    private List<String> warnedOf(String... events) {
        return Logged.warnings(ContentNames.class.getName(), () -> {
            for (String event : events) {
                names.warnOf(event, EXPOSURES);
            }
        });
    }

    @Test
    void areWarnedOfOnceEach() {
        assertThat(warnedOf("article:update", "article:update", "article:leave", "article:update"))
                .satisfiesExactly(
                        update -> assertThat(update)
                                .startsWith("'article:update' is sent as it is")
                                .contains("use emit(\"update\", \"api::article.article\""),
                        leave -> assertThat(leave).startsWith("'article:leave' is sent as it is"));
        assertThat(warnedOf("article:update", "article:leave")).isEmpty();
    }

    @Test
    void areNothingToWarnOfIfTheyAreNoBuiltInWordsOfAType() {
        assertThat(warnedOf("article:featured", "article", "update", "stranger:update", "my:article:update", ":update"))
                .isEmpty();
    }
}
