package dev.pluginio.testkit.guide;

import dev.pluginio.api.realtime.ConnectionHandler;
import dev.pluginio.api.realtime.IoSocket;
import java.util.Map;
import java.util.Set;

/** What the guide shows. */
public final class Welcome implements ConnectionHandler {

    @Override
    public Set<String> namespaces() {
        return Set.of("/", "/partners"); // listed under `namespaces:` in plugins.yml; "/" is always there
    }

    @Override
    public void connected(IoSocket socket) {
        socket.emit("welcome", Map.of("role", socket.principal().grantee().name()));
    }
}
