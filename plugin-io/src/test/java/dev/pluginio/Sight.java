package dev.pluginio;

import dev.pluginio.access.AccessCache;
import dev.pluginio.access.Exposures;
import dev.pluginio.access.PermissionRule;
import dev.pluginio.api.access.Permissions;
import dev.pluginio.api.access.Role;
import dev.pluginio.api.content.Entry;
import dev.pluginio.api.realtime.Envelope;
import dev.pluginio.delivery.Attendance;
import dev.pluginio.delivery.AudienceRules;
import dev.pluginio.delivery.Audiences;
import dev.pluginio.delivery.DeliveryObserver;
import dev.pluginio.delivery.DeliverySettings;
import dev.pluginio.delivery.PayloadTransformers;
import dev.pluginio.delivery.Rules;
import dev.pluginio.delivery.Shape;
import dev.pluginio.delivery.Visibility;
import dev.pluginio.session.handlers.ContentListeners;
import dev.pluginio.session.handlers.Handlers;
import dev.pluginio.testing.Blog;
import dev.pluginio.testing.ImmediateLog;
import dev.pluginio.testing.TablePolicy;
import dev.pluginio.transport.Room;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What somebody who may read all articles sees of them, by the rules and transformers of plugins. */
final class Sight {

    final AudienceRules rules = new AudienceRules(() -> Blog.CATALOG, System::nanoTime, DeliveryObserver.NONE);

    private final TablePolicy policy = new TablePolicy();
    private final Rules settings = Rules.of(
            new DeliverySettings(Envelope.DATA, Shape.FLAT, List.of()),
            new Exposures(Blog.CATALOG, List.of(Blog.articles(PermissionRule.FIND)), PermissionRule.FIND));
    private final PayloadTransformers transformers = new PayloadTransformers(System::nanoTime);
    private final Visibility visibility = new Visibility(
            () -> settings,
            new Audiences(() -> settings, new AccessCache(policy, System::nanoTime), new Attendance()),
            rules,
            transformers,
            DeliveryObserver.NONE);

    /** Who gets the extensions that are used. */
    Recipients recipients(Handlers handlers) {
        return new Recipients(
                handlers,
                rules,
                transformers,
                new ContentListeners(() -> settings.exposures().catalog()),
                new ImmediateLog());
    }

    /** What the role {@code role-reader} reads of an article; empty if it may not read it. */
    Map<String, Object> of(Entry article) {
        Role reader = policy.role("reader", Permissions.all());
        return visibility
                .visible(Blog.ARTICLE, reader, Set.of(Room.of(reader)), article)
                .map(Entry::values)
                .orElse(Map.of());
    }
}
