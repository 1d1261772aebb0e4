package dev.pluginio.session.handlers;

import dev.pluginio.api.access.Principal;

/** Who causes calls. Thread-safe. */
@FunctionalInterface
public interface Caller {

    /** Who it is for the host, at this moment. */
    Principal principal();
}
