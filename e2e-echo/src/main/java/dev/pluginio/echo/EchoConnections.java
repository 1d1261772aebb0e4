package dev.pluginio.echo;

import dev.pluginio.api.realtime.ConnectionHandler;
import dev.pluginio.api.realtime.IoSocket;
import java.util.Set;
import org.pf4j.Extension;

/** Sends each client the payload of its own handshake. */
@Extension
public final class EchoConnections implements ConnectionHandler {

    @Override
    public Set<String> namespaces() {
        return Set.of("/", "/custom");
    }

    @Override
    public void connected(IoSocket socket) {
        socket.unfiltered().emit("auth", socket.auth());
    }
}
