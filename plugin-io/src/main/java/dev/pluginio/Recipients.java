package dev.pluginio;

import dev.pluginio.api.realtime.AudienceRule;
import dev.pluginio.api.realtime.ContentListener;
import dev.pluginio.api.realtime.PayloadTransformer;
import dev.pluginio.delivery.AudienceRules;
import dev.pluginio.delivery.Contribution;
import dev.pluginio.delivery.PayloadTransformers;
import dev.pluginio.log.EventLog;
import dev.pluginio.session.handlers.ContentListeners;
import dev.pluginio.session.handlers.Handlers;
import dev.pluginio.session.handlers.Offer;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Where the extensions of plugins go, whenever others are used than before.
 *
 * @param handlers takes all, and tells which of them are used
 * @param rules take those who say who may hear
 * @param transformers take those who change what is sent
 * @param listeners take those who hear of changes
 * @param log is to lead nobody past what rules cannot decide about
 */
record Recipients(
        Handlers handlers,
        AudienceRules rules,
        PayloadTransformers transformers,
        ContentListeners listeners,
        EventLog log)
        implements Consumer<List<Offer>> {

    @Override
    public void accept(List<Offer> offers) {
        handlers.onChange(this::changed);
        handlers.offer(offers);
    }

    /** Others are used now: because of the plugins that are there, or of the configuration. */
    private void changed() {
        if (rules.offer(used(AudienceRule.class))) {
            log.require(rules::knowEnough);
        }
        transformers.offer(used(PayloadTransformer.class));
        listeners.offer(handlers.all(ContentListener.class));
    }

    private <T> List<Contribution<T>> used(Class<T> point) {
        return handlers.all(point).stream()
                .flatMap(bound -> Optional.ofNullable(bound.extension()).stream()
                        .map(extension -> new Contribution<>(bound.plugin(), extension, bound)))
                .toList();
    }
}
