package dev.pluginio.e2e.driver;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A network between a client and the server, whose cables can be cut. */
public final class Relay implements AutoCloseable {

    private final Set<Socket> cables = ConcurrentHashMap.newKeySet();
    private final ServerSocket door;
    private final URI server;
    private volatile boolean cut;
    private volatile Set<Socket> frozen = Set.of();

    public Relay(URI server) throws IOException {
        this.server = server;
        this.door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        daemon(this::accept);
    }

    public URI address() {
        return URI.create("http://127.0.0.1:" + door.getLocalPort());
    }

    /** Cuts all connections there are and lets nobody make new ones. */
    public void cut() {
        cut = true;
        cables.forEach(Relay::close);
        cables.clear();
    }

    /**
     * Passes nothing on any more over the connections there are, neither data nor their end: for the server, clients are
     * still there that have long gone. New connections can be made.
     */
    public void freeze() {
        frozen = Set.copyOf(cables);
    }

    /** Lets new connections be made. */
    public void mend() {
        cut = false;
    }

    private void accept() {
        try {
            while (true) {
                connect(door.accept());
            }
        } catch (IOException e) {
            cut(); // it was closed
        }
    }

    private void connect(Socket near) {
        cables.add(near);
        Socket far;
        try {
            far = new Socket(server.getHost(), server.getPort());
        } catch (IOException e) {
            close(near); // the server is not there
            return;
        }
        cables.add(far);
        if (cut) {
            close(near);
            close(far);
        } else {
            daemon(() -> pump(near, far));
            daemon(() -> pump(far, near));
        }
    }

    private void pump(Socket from, Socket to) {
        byte[] buffer = new byte[16_384];
        try {
            for (int read = from.getInputStream().read(buffer);
                    read >= 0;
                    read = from.getInputStream().read(buffer)) {
                if (!frozen.contains(from)) {
                    to.getOutputStream().write(buffer, 0, read);
                }
            }
        } catch (IOException e) {
            // one of them is closed; so is the other, next
        }
        if (!frozen.contains(from)) {
            close(from);
            close(to);
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void daemon(Runnable task) {
        Thread thread = new Thread(task, "relay");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        door.close();
        cut();
    }
}
