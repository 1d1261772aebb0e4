package dev.pluginio.delivery;

import static dev.pluginio.testing.Blog.ARTICLE;
import static dev.pluginio.testing.Blog.AUTHOR;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pluginio.access.Exposures;
import dev.pluginio.access.PermissionRule;
import dev.pluginio.api.content.Attribute;
import dev.pluginio.api.content.ContentCatalog;
import dev.pluginio.api.content.ContentType;
import dev.pluginio.api.content.Entry;
import dev.pluginio.api.event.ContentChange;
import dev.pluginio.api.realtime.Envelope;
import dev.pluginio.api.realtime.Hearers;
import dev.pluginio.log.Announcement;
import dev.pluginio.testing.ArticleRule;
import dev.pluginio.testing.Blog;
import dev.pluginio.testing.TestContext;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RedactionTest {

    private static final ContentCatalog CATALOG = ContentCatalog.of(List.of(
            ContentType.of(
                    ARTICLE,
                    Attribute.value("title"),
                    Attribute.toMany("reviewers", AUTHOR).asPrivate(),
                    Attribute.toMany("editors", AUTHOR).asPrivate()),
            Blog.AUTHORS));

    private final AudienceRules audienceRules =
            new AudienceRules(() -> CATALOG, System::nanoTime, DeliveryObserver.NONE);
    private final Rules rules = Rules.of(
            new DeliverySettings(Envelope.DATA, Shape.FLAT, List.of("password")),
            new Exposures(CATALOG, List.of(), PermissionRule.FIND));
    private final Redaction redaction = new Redaction(() -> rules, audienceRules);

    /** Guards B26: of those whom a rule needs to know, it needs to know who they are. */
    @Test
    void leavesOfPrivateRelationsThatARuleNeedsWhichEntriesTheyAre() {
        audienceRules.offer(List.of(new Contribution<>(
                "ruler",
                ArticleRule.rule("rule", Set.of("reviewers"), article -> Hearers.everyone()),
                TestContext.NONE)));
        List<Entry> people = List.of(Blog.author(1, "ann"), Blog.author(2, "bob"));
        Entry article = Entry.of(7L, Map.of("title", "One", "reviewers", people, "editors", people));

        Entry kept = redaction
                .apply(Announcement.of(ContentChange.created(ARTICLE, article)))
                .change()
                .after()
                .orElseThrow();

        assertThat(kept.values().keySet()).containsExactlyInAnyOrder("title", "reviewers");
        assertThat(kept.values().get("reviewers"))
                .isEqualTo(List.of(new Entry(1L, "author1", Map.of()), new Entry(2L, "author2", Map.of())));
    }
}
