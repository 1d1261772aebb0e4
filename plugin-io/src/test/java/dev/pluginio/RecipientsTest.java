package dev.pluginio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pluginio.api.content.Entry;
import dev.pluginio.api.realtime.AudienceRule;
import dev.pluginio.api.realtime.Hearers;
import dev.pluginio.api.realtime.IoContext;
import dev.pluginio.api.realtime.PayloadTransformer;
import dev.pluginio.session.handlers.Arrangement;
import dev.pluginio.session.handlers.Handlers;
import dev.pluginio.session.handlers.Offer;
import dev.pluginio.testing.Blog;
import dev.pluginio.testing.TestHandlers;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Rules and transformers are named, ordered, switched off and configured like all other extensions. */
class RecipientsTest {

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final Handlers handlers = TestHandlers.with(timer);
    private final Sight sight = new Sight();

    @AfterEach
    void stop() {
        handlers.close();
        timer.shutdownNow();
    }

    /** Lets those hear whom its settings name: role ids. */
    private record Guard(String name) implements AudienceRule {
        @Override
        public Set<String> contentTypes() {
            return Set.of(Blog.ARTICLE);
        }

        @Override
        public Hearers hearers(String contentType, Entry state, IoContext context) {
            return context.settings().get("role") instanceof String role
                    ? Hearers.of().roles(role)
                    : Hearers.nobody();
        }
    }

    /** Writes what its settings say behind what others wrote. */
    private record Stamp(String name) implements PayloadTransformer {
        @Override
        public Set<String> contentTypes() {
            return Set.of(Blog.ARTICLE);
        }

        @Override
        public Map<String, @Nullable Object> transform(String contentType, Entry visible, IoContext context) {
            Map<String, @Nullable Object> values = new LinkedHashMap<>(visible.values());
            values.merge("stamps", context.settings().getOrDefault("mark", "-"), (old, mark) -> "" + old + mark);
            return values;
        }
    }

    private void offer(Object... extensions) {
        sight.recipients(handlers).accept(List.of(Offer.of("test", extensions)));
    }

    private void arrange(Arrangement.Named... hooks) {
        handlers.reconfigure(new Arrangement(List.of(), List.of(hooks)));
    }

    private static Arrangement.Named named(String name, boolean enabled, Map<String, Object> settings) {
        return new Arrangement.Named(name, null, null, enabled, settings);
    }

    private Map<String, Object> read() {
        return sight.of(Blog.published(1, "One"));
    }

    @Test
    void aRuleDecidesByItsSettingsOfNow() {
        offer(new Guard("guard"));
        assertThat(read()).isEmpty();

        arrange(named("guard", true, Map.of("role", "role-reader")));
        assertThat(read()).containsKey("title");

        arrange(named("guard", true, Map.of("role", "role-editor")));
        assertThat(read()).isEmpty();

        arrange(named("guard", false, Map.of()));
        assertThat(read()).containsKey("title");
    }

    @Test
    void transformersAreAskedInTheirConfiguredOrderWithTheirSettings() {
        offer(new Stamp("one"), new Stamp("two"), new Stamp("three"));
        assertThat(read()).containsEntry("stamps", "---");

        arrange(named("three", true, Map.of("mark", "c")), named("two", false, Map.of()), named("one", true, Map.of()));

        assertThat(read()).containsEntry("stamps", "c-");
    }

    /** A rule that cannot tell what it is called forbids all the same. */
    @Test
    void aRuleWithoutANameLetsNobodyHear() {
        offer(new Guard(null));

        assertThat(read()).isEmpty();
        arrange(named("guard", true, Map.of("role", "role-reader")));
        assertThat(read()).isEmpty();
    }
}
