package dev.pluginio;

import dev.pluginio.api.host.ContentLifecycle;
import org.pf4j.Extension;

/** The door for hosts without JPA as PF4J finds it. */
@Extension
public final class ContentLifecycleExtension implements ContentLifecycle {

    @Override
    public Transaction begin() {
        return IoPlugin.running().lifecycle().begin();
    }
}
