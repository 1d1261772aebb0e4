package dev.pluginio.e2e.probe;

import com.sun.net.httpserver.HttpServer;
import dev.pluginio.api.realtime.IoService;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.pf4j.Plugin;
import org.pf4j.PluginWrapper;

/**
 * Opens a port on loopback where the tests can call {@link IoService}, and writes its number into the file that the
 * environment variable {@code PROBE_PORT_FILE} names.
 */
public final class ProbePlugin extends Plugin {

    private final PluginWrapper own;
    private @Nullable HttpServer server;
    private @Nullable ExecutorService threads;

    /** Called by PF4J. */
    @SuppressWarnings("deprecation") // there is no other way to the plugin manager
    public ProbePlugin(PluginWrapper wrapper) {
        super(wrapper);
        this.own = wrapper;
    }

    @Override
    public void start() {
        String file = System.getenv("PROBE_PORT_FILE");
        if (file == null) {
            throw new IllegalStateException("PROBE_PORT_FILE must name the file for the probe's port");
        }
        try {
            HttpServer opened = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            ExecutorService pool = Executors.newCachedThreadPool();
            opened.setExecutor(pool);
            ProbeHandler handler = new ProbeHandler(this::service);
            opened.createContext("/raw", handler::raw);
            opened.createContext("/emit", handler::emit);
            opened.createContext("/call", handler::call);
            opened.start();
            server = opened;
            threads = pool;
            announce(Path.of(file), opened.getAddress().getPort());
        } catch (IOException e) {
            throw new UncheckedIOException("the probe could not open its port", e);
        }
    }

    @Override
    public void stop() {
        if (server != null) {
            server.stop(0);
        }
        if (threads != null) {
            threads.shutdownNow();
        }
    }

    private IoService service() {
        return own.getPluginManager().getExtensions(IoService.class).stream()
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("plugin-io offers no IoService"));
    }

    /** The file is there only when the number is. */
    private static void announce(Path file, int port) throws IOException {
        Path draft = file.resolveSibling(file.getFileName() + ".new");
        Files.writeString(draft, Integer.toString(port));
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
