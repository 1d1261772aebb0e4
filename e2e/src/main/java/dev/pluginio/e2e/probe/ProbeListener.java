package dev.pluginio.e2e.probe;

import dev.pluginio.api.content.Entry;
import dev.pluginio.api.event.ContentChange;
import dev.pluginio.api.event.ContentEvent;
import dev.pluginio.api.realtime.ContentListener;
import dev.pluginio.api.realtime.IoContext;
import java.util.Optional;
import java.util.Set;
import org.pf4j.Extension;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs what becomes of articles: the private notes and the category, before and after. Only in hosts that ask for it by
 * the environment variable {@code PROBE_LISTENER}.
 */
@Extension
public final class ProbeListener implements ContentListener {

    private static final Logger LOG = LoggerFactory.getLogger(ProbeListener.class);

    @Override
    public Set<String> contentTypes() {
        return System.getenv("PROBE_LISTENER") == null ? Set.of() : Set.of("api::article.article");
    }

    @Override
    public Set<String> needs() {
        return Set.of("internalNotes", "category");
    }

    @Override
    public void changed(ContentEvent event, IoContext context) {
        ContentChange change = event.change();
        LOG.info("heard of {}: {} -> {}", change.action(), told(change.before()), told(change.after()));
    }

    private static String told(Optional<Entry> state) {
        return state.map(entry -> entry.values().get("internalNotes") + " in "
                        + (entry.values().get("category") instanceof Entry category ? category.id() : null))
                .orElse("nothing");
    }
}
