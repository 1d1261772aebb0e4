package dev.pluginio.e2e.driver;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Several clients, each under the name of who it is. What they hear is asked for after something was done: a sentinel
 * that follows all that was committed tells that nothing more will come.
 */
public final class Ears implements AutoCloseable {

    private final SampleHost host;
    private final SocketDriver driver;
    private final Map<String, ClientSocket> sockets = new LinkedHashMap<>();

    public Ears(SampleHost host, SocketDriver driver) {
        this.host = host;
        this.driver = driver;
    }

    /** Connects a client and waits until it is in. */
    public Ears with(String name, UnaryOperator<Connect> as) {
        ClientSocket socket = driver.open(as.apply(Connect.to(host.io())));
        sockets.put(name, socket.connected());
        return this;
    }

    public ClientSocket socket(String name) {
        return java.util.Objects.requireNonNull(sockets.get(name), name);
    }

    /** Forgets what was heard so far. */
    public Ears clear() {
        heard();
        return this;
    }

    /** What each heard since the last time, in the order in which it came. */
    public Map<String, List<Frame>> heard() {
        String sentinel = host.probe().sentinel();
        Map<String, List<Frame>> heard = new LinkedHashMap<>();
        sockets.forEach((name, socket) -> heard.put(name, socket.until(sentinel)));
        return heard;
    }

    /** What each heard of an action. */
    public Map<String, List<Frame>> heardOf(Runnable action) {
        clear();
        action.run();
        return heard();
    }

    @Override
    public void close() {
        sockets.values().forEach(ClientSocket::close);
    }
}
