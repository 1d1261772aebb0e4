package dev.pluginio.testing;

import dev.pluginio.api.access.Principal;
import dev.pluginio.session.handlers.Caller;
import dev.pluginio.transport.Client;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A client as handlers know it. */
public record TestCaller(Client client, Principal principal, String plugin, Map<String, @Nullable Object> auth)
        implements Caller {

    /** One that was not admitted by a plugin. */
    public TestCaller(Client client, Principal principal) {
        this(client, principal, "", Map.of());
    }
}
