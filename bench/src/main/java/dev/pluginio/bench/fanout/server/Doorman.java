package dev.pluginio.bench.fanout.server;

import dev.pluginio.api.realtime.ConnectionHandler;
import dev.pluginio.api.realtime.IoSocket;
import org.pf4j.Extension;

/** Puts every client into one room. */
@Extension
public final class Doorman implements ConnectionHandler {

    static final String ROOM = "bench";

    @Override
    public void connected(IoSocket socket) {
        socket.join(ROOM);
    }
}
