package dev.pluginio.service;

import dev.pluginio.access.Exposures;
import dev.pluginio.api.content.Action;
import dev.pluginio.api.content.ContentType;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Warns of events that look like those of content types but are sent to all alike; once for each name. Thread-safe. */
final class ContentNames {

    private static final Logger LOG = LoggerFactory.getLogger(ContentNames.class);
    private static final Set<String> BUILT_IN =
            Set.of("create", "update", "delete", "publish", "unpublish", "enter", "leave");

    private final Set<String> warned = ConcurrentHashMap.newKeySet();

    void warnOf(String event, Exposures exposures) {
        int colon = event.lastIndexOf(':');
        if (colon < 0 || !BUILT_IN.contains(event.substring(colon + 1)) || warned.contains(event)) {
            return;
        }
        typeOf(event.substring(0, colon), exposures)
                .filter(type -> warned.add(event))
                .ifPresent(type -> {
                    Action action = new Action(event.substring(colon + 1));
                    LOG.warn(
                            "'{}' is sent as it is to whoever is in the audience, whatever they may see of {}; use"
                                    + " emit(\"{}\", \"{}\", …), which asks for permissions and gives each its own view",
                            event,
                            type.uid(),
                            action.name(),
                            type.uid());
                });
    }

    private static Optional<ContentType> typeOf(String prefix, Exposures exposures) {
        return exposures.catalog().types().stream()
                .filter(type -> type.singularName().equals(prefix)
                        || exposures.require(type.uid()).eventPrefix().equals(prefix))
                .findFirst();
    }
}
