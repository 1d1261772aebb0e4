package dev.pluginio.config;

import dev.pluginio.transport.TransportSettings;
import java.util.Set;

/** The section {@code socket}. */
record SocketOptions(
        @Setting("Where the server listens, and how it treats connections; the names are those of the official server.")
        ServerOptions serverOptions,

        @Setting("What one address and one client may do, and which addresses may connect.")
        LimitOptions limits) {

    SocketOptions() {
        this(new ServerOptions(), new LimitOptions());
    }

    TransportSettings settings(Set<String> namespaces, Problems problems) {
        return serverOptions.settings(namespaces, limits.settings(problems));
    }
}
