package dev.pluginio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pluginio.access.AccessCache;
import dev.pluginio.access.Exposures;
import dev.pluginio.access.PermissionRule;
import dev.pluginio.api.access.Permissions;
import dev.pluginio.api.access.Role;
import dev.pluginio.api.content.Entry;
import dev.pluginio.api.realtime.AudienceRule;
import dev.pluginio.api.realtime.Envelope;
import dev.pluginio.api.realtime.Hearers;
import dev.pluginio.api.realtime.IoContext;
import dev.pluginio.api.realtime.PayloadTransformer;
import dev.pluginio.delivery.Attendance;
import dev.pluginio.delivery.AudienceRules;
import dev.pluginio.delivery.Audiences;
import dev.pluginio.delivery.DeliveryObserver;
import dev.pluginio.delivery.DeliverySettings;
import dev.pluginio.delivery.PayloadTransformers;
import dev.pluginio.delivery.Rules;
import dev.pluginio.delivery.Shape;
import dev.pluginio.delivery.Visibility;
import dev.pluginio.session.handlers.Arrangement;
import dev.pluginio.session.handlers.ContentListeners;
import dev.pluginio.session.handlers.Handlers;
import dev.pluginio.session.handlers.Offer;
import dev.pluginio.testing.Blog;
import dev.pluginio.testing.ImmediateLog;
import dev.pluginio.testing.TablePolicy;
import dev.pluginio.testing.TestHandlers;
import dev.pluginio.transport.Room;
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
    private final TablePolicy policy = new TablePolicy();
    private final Rules settings = Rules.of(
            new DeliverySettings(Envelope.DATA, Shape.FLAT, List.of()),
            new Exposures(Blog.CATALOG, List.of(Blog.articles(PermissionRule.FIND)), PermissionRule.FIND));
    private final AudienceRules rules = new AudienceRules(() -> Blog.CATALOG, System::nanoTime, DeliveryObserver.NONE);
    private final PayloadTransformers transformers = new PayloadTransformers(System::nanoTime);
    private final Visibility visibility = new Visibility(
            () -> settings,
            new Audiences(() -> settings, new AccessCache(policy, System::nanoTime), new Attendance()),
            rules,
            transformers,
            DeliveryObserver.NONE);

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
        new Recipients(handlers, rules, transformers, new ContentListeners(), new ImmediateLog())
                .accept(List.of(Offer.of("test", extensions)));
    }

    private void arrange(Arrangement.Named... hooks) {
        handlers.reconfigure(new Arrangement(List.of(), List.of(hooks)));
    }

    private static Arrangement.Named named(String name, boolean enabled, Map<String, Object> settings) {
        return new Arrangement.Named(name, null, null, enabled, settings);
    }

    private Map<String, Object> read() {
        Role reader = policy.role("reader", Permissions.all());
        return visibility
                .visible(Blog.ARTICLE, reader, Set.of(Room.of(reader)), Blog.published(1, "One"))
                .map(Entry::values)
                .orElse(Map.of());
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
