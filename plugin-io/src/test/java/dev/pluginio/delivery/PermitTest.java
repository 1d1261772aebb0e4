package dev.pluginio.delivery;

import static dev.pluginio.testing.Blog.ALL_ACTIONS;
import static dev.pluginio.testing.Blog.ARTICLES;
import static dev.pluginio.testing.Blog.POPULATE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pluginio.access.Exposure;
import dev.pluginio.access.PermissionRule;
import dev.pluginio.access.Populate;
import dev.pluginio.api.access.Role;
import dev.pluginio.api.content.Action;
import dev.pluginio.testing.Blog;
import dev.pluginio.transport.Clearance;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** B32, B28: a frame that waits for its client leaves only if it might be sent as the rules are by then. */
class PermitTest {

    private static final List<String> WORDS = List.of("password");

    private final Exposure exposure = Blog.articles(PermissionRule.FIND);
    private final House house = new House(exposure);
    private final Role reader = house.policy.role(
            "reader",
            Blog.allowed(
                    Blog.ARTICLE + ".find",
                    Blog.ARTICLE + "." + Action.FIND_DRAFTS.name(),
                    Blog.AUTHOR + ".find",
                    Blog.TAG + ".find"));
    private final Attendee client = () -> Optional.of(reader);
    private Clearance waiting;

    @BeforeEach
    void letAFrameWait() {
        house.client(reader);
        house.change(null, Blog.draft(1, "the title"));
        waiting = house.transport.sent().get(0).clearance();
        assertThat(waiting.stands()).isTrue();
        assertThat(waiting.permits(client)).isTrue();
    }

    private void assertDroppedUnder(List<String> sensitive, Exposure... exposures) {
        house.reconfigure(sensitive, exposures);
        assertThat(waiting.stands()).isFalse();
        assertThat(waiting.permits(client)).isFalse();
    }

    private static Exposure articles(Set<Action> actions, Populate populate, boolean hidesDrafts, PermissionRule rule) {
        return new Exposure(ARTICLES, actions, populate, hidesDrafts, "article", rule);
    }

    @Test
    void isDroppedIfItsTypeIsNotListedAnyMore() {
        assertDroppedUnder(WORDS);
    }

    @Test
    void isDroppedIfOneOfItsFieldsIsNotSentAnyMore() {
        Populate less = new Populate(Optional.of(Set.of("publishedAt")), POPULATE.relations());
        assertDroppedUnder(WORDS, articles(ALL_ACTIONS, less, false, PermissionRule.FIND));
    }

    @Test
    void isDroppedIfOneOfItsRelationsIsNotSentAnyMore() {
        Populate less = new Populate(Optional.empty(), Map.of());
        assertDroppedUnder(WORDS, articles(ALL_ACTIONS, less, false, PermissionRule.FIND));
    }

    @Test
    void isDroppedIfAWordIsSensitiveNow() {
        assertDroppedUnder(List.of("password", "title"), exposure);
    }

    @Test
    void isDroppedIfItsActionIsNotSentAnyMore() {
        assertDroppedUnder(WORDS, articles(Set.of(Action.UPDATE), POPULATE, false, PermissionRule.FIND));
    }

    @Test
    void isDroppedIfDraftsAreHiddenNow() {
        assertDroppedUnder(WORDS, articles(ALL_ACTIONS, POPULATE, true, PermissionRule.FIND));
    }

    @Test
    void isDroppedIfAnotherPermissionIsNeededNow() {
        assertDroppedUnder(WORDS, articles(ALL_ACTIONS, POPULATE, false, PermissionRule.ACTION));
    }

    @Test
    void isKeptIfTheRulesForbidNoMoreThanBefore() {
        house.reconfigure(List.of(), exposure);

        assertThat(waiting.permits(client)).isTrue();
    }
}
