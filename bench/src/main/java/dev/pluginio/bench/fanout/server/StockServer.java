package dev.pluginio.bench.fanout.server;

import com.corundumstudio.socketio.AuthTokenResult;
import com.corundumstudio.socketio.Configuration;
import com.corundumstudio.socketio.SocketConfig;
import com.corundumstudio.socketio.SocketIOServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;

/** netty-socketio as it comes, with a token that is looked at and a room that everybody joins. */
public final class StockServer {

    private static final String ROOM = "bench";
    private static final int BACKLOG = 4096;
    private static final int PING_MILLIS = 600_000;

    private StockServer() {}

    /**
     * Serves on any free port of the loopback address.
     *
     * @param arguments none
     * @throws IOException if there is no free port
     */
    public static void main(String[] arguments) throws IOException {
        int port = freePort();
        var server = new SocketIOServer(configuration(port));
        server.getNamespace("")
                .addAuthTokenListener((token, client) -> token instanceof Map
                        ? AuthTokenResult.AuthTokenResultSuccess
                        : new AuthTokenResult(false, Map.of("message", "no token")));
        server.addConnectListener(client -> client.joinRoom(ROOM));
        server.start();
        Map<String, Object> article = Payload.article();
        Commands.serve(port, () -> server.getRoomOperations(ROOM).sendEvent(Payload.EVENT, article));
    }

    private static Configuration configuration(int port) {
        var sockets = new SocketConfig();
        sockets.setReuseAddress(true);
        sockets.setAcceptBackLog(BACKLOG);
        var configuration = new Configuration();
        configuration.setHostname(InetAddress.getLoopbackAddress().getHostAddress());
        configuration.setPort(port);
        configuration.setSocketConfig(sockets);
        configuration.setPingInterval(PING_MILLIS);
        configuration.setPingTimeout(PING_MILLIS);
        return configuration;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
