package dev.pluginio.transport.socketio;

import static dev.pluginio.transport.socketio.RunningTransport.settings;

import dev.pluginio.testing.SampleLimits;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/** A transport with limits, and addresses that clients pretend to come from, as behind a proxy. */
abstract class LimitsTesting {

    static final String OPEN = "EIO=4&transport=polling";
    static final String OPEN_SOCKET = "EIO=4&transport=websocket";
    static final String FORWARDED = "X-Forwarded-For";

    private final List<AutoCloseable> opened = new ArrayList<>();
    RunningTransport io;
    RawClient raw;

    /** No second passes in which something would be allowed anew, however slow the machine. */
    void start(SampleLimits limits) {
        io = opened(new RunningTransport(settings(limits.made()), new RunningTransport.Recorder(), () -> 0));
        raw = new RawClient(io.port());
    }

    <T extends AutoCloseable> T opened(T part) {
        opened.add(0, part);
        return part;
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable part : opened) {
            part.close();
        }
    }

    HttpResponse<String> openFrom(String address) throws Exception {
        return raw.get(OPEN, FORWARDED, address);
    }

    String webSocketFrom(String address) throws IOException {
        BareSocket socket = opened(new BareSocket(io.port()));
        return socket.say(BareSocket.handshake(OPEN_SOCKET, FORWARDED + ": " + address))
                .hear("\r\n\r\n");
    }

    static String sid(HttpResponse<String> open) {
        return OPEN + "&sid=" + open.body().replaceAll(".*\"sid\":\"([^\"]+)\".*", "$1");
    }
}
