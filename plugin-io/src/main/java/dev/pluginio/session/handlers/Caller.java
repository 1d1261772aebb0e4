package dev.pluginio.session.handlers;

import dev.pluginio.api.access.Principal;
import dev.pluginio.transport.Client;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A client that causes calls. Thread-safe. */
public interface Caller {

    /** Who it is for the transport. */
    Client client();

    /** Who it is for the host, at this moment. */
    Principal principal();

    /** The plugin whose strategy admitted it, and whose handlers may see {@link #auth}; empty for none. */
    String plugin();

    /** What they may see of the payload of its handshake. */
    Map<String, @Nullable Object> auth();
}
