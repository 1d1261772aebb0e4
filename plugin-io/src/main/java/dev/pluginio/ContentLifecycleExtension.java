package dev.pluginio;

import dev.pluginio.api.event.ContentChange;
import dev.pluginio.api.host.ContentLifecycle;
import org.pf4j.Extension;

/** The door for hosts without JPA as PF4J finds it. While the plugin does not run, what it is told is forgotten. */
@Extension
public final class ContentLifecycleExtension implements ContentLifecycle {

    private static final Transaction FORGETFUL = new Transaction() {
        @Override
        public void changed(ContentChange change) {}

        @Override
        public void committed() {}

        @Override
        public void rolledBack() {}
    };

    @Override
    public Transaction begin() {
        return IoPlugin.running()
                .flatMap(Wiring::lifecycle)
                .map(ContentLifecycle::begin)
                .orElse(FORGETFUL);
    }
}
