package dev.pluginio.delivery;

import static dev.pluginio.testing.ArticleRule.rule;
import static dev.pluginio.testing.Blog.allowed;
import static dev.pluginio.testing.Blog.article;
import static dev.pluginio.testing.Blog.noted;
import static dev.pluginio.testing.Blog.published;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pluginio.access.PermissionRule;
import dev.pluginio.api.content.Entry;
import dev.pluginio.api.realtime.AudienceRule;
import dev.pluginio.api.realtime.Hearers;
import dev.pluginio.testing.Blog;
import dev.pluginio.testing.Logged;
import dev.pluginio.testing.RecordingClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Rules of plugins that fail, lack what they need, or are slow. */
class FailingAudienceRulesTest {

    private final House house = new House(Blog.articles(PermissionRule.FIND));
    private final RecordingClient reader =
            house.client(house.policy.role("reader", allowed("api::article.article.find")));

    /** B1: where a rule fails nobody hears, and the next change is not held up by it. */
    @Test
    void letsNobodyHearWhereARuleFails() {
        house.rules(rule("fine", state -> Hearers.everyone()), rule("fails", state -> {
            Object notes = state.values().get("internalNotes");
            if (notes.equals("throw")) {
                throw new IllegalStateException("no idea");
            }
            if (notes.equals("overflow")) {
                throw new StackOverflowError();
            }
            return notes.equals("null") ? null : Hearers.everyone();
        }));

        house.change(null, noted("throw"));
        house.change(noted("fine"), noted("null"));
        house.change(noted("overflow"), null);
        assertThat(reader.heard()).isEmpty();
        assertThat(house.withheld).hasValue(3);

        house.change(null, noted("fine"));
        assertThat(House.heard(reader)).containsExactly("create");
    }

    /** B1: an attribute that a rule needs and that is not known is no reason to guess. */
    @Test
    void letsNobodyHearWhereWhatARuleNeedsIsNotKnown() {
        house.rules(rule("needs", Set.of("author"), state -> Hearers.everyone()));

        house.change(null, published(1, "no author was read"));
        assertThat(reader.heard()).isEmpty();
        assertThat(house.withheld).hasValue(1);

        house.change(null, article(1, "One", "2026-01-01T00:00:00Z", Map.of("author", Blog.author(7, "ann"))));
        assertThat(House.heard(reader)).containsExactly("create");
    }

    /** B1: a rule that cannot say what it is for might have been for anything. */
    @Test
    void letsNobodyHearAnythingWhileARuleDoesNotTellWhatItIsFor() {
        AudienceRule broken = new AudienceRule() {
            @Override
            public Set<String> contentTypes() {
                throw new IllegalStateException("no configuration");
            }

            @Override
            public Hearers hearers(String contentType, Entry state) {
                return Hearers.everyone();
            }
        };
        house.rules(broken);
        house.change(null, published(1, "One"));
        assertThat(reader.heard()).isEmpty();

        house.rules();
        house.change(null, published(1, "One"));
        assertThat(House.heard(reader)).containsExactly("create");
    }

    private static List<String> logged(Runnable task) {
        return Logged.warnings(Guarded.class.getName(), task);
    }

    @Test
    void isLoggedAtMostOnceASecondWhenItFails() {
        house.rules(rule("broken", state -> {
            throw new IllegalStateException("broken");
        }));
        List<String> log = logged(() -> {
            for (int i = 0; i < 3; i++) {
                house.change(null, published(1, "One"));
            }
            house.nanoTime.addAndGet(Duration.ofSeconds(1).toNanos());
            house.change(null, published(1, "One"));
        });

        assertThat(house.withheld).hasValue(4);
        assertThat(log)
                .hasSize(2)
                .allMatch(line -> line.startsWith(
                        "'broken' of plugin ruler failed: nobody hears of api::article.article.create"));
    }

    @Test
    void isWarnedOfWhenItIsSlowByItsNameAndItsPlugins() {
        List<String> log = logged(() -> {
            house.rules(rule("slow", state -> {
                house.nanoTime.addAndGet(Duration.ofMillis(30).toNanos());
                return Hearers.everyone();
            }));
            for (int i = 0; i < 3; i++) {
                house.change(null, published(1, "One"));
            }
        });
        assertThat(log).singleElement().asString().startsWith("'slow' of plugin ruler took 30 ms");
    }
}
