package dev.pluginio;

import dev.pluginio.api.host.HostCms;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.pf4j.Plugin;
import org.pf4j.PluginRuntimeException;
import org.pf4j.PluginWrapper;

/** The plugin as PF4J sees it. */
public final class IoPlugin extends Plugin {

    private static volatile @Nullable Wiring running;
    private static volatile @Nullable Wiring stopped;

    private final PluginWrapper plugin;
    private @Nullable Wiring wiring;

    /** Called by PF4J. */
    @SuppressWarnings("deprecation") // the constructor that gives access to the plugin manager
    public IoPlugin(PluginWrapper wrapper) {
        super(wrapper);
        plugin = wrapper;
    }

    @Override
    public void start() {
        List<HostCms> hosts = plugin.getPluginManager().getExtensions(HostCms.class);
        if (hosts.size() != 1) {
            throw new PluginRuntimeException(
                    "plugin-io needs one extension of {} from the host, and found {}: {}",
                    HostCms.class.getName(),
                    hosts.size(),
                    hosts.stream().map(host -> host.getClass().getName()).toList());
        }
        wiring = Wiring.start(
                hosts.get(0), plugin.getPluginManager(), plugin.getDescriptor().getVersion());
        running = wiring;
        stopped = null;
    }

    @Override
    public void stop() {
        Wiring stopping = wiring;
        wiring = null;
        running = null;
        if (stopping != null) {
            stopped = stopping;
            stopping.close();
        }
    }

    /** The host does something while the plugin does not run, and who comes back must not be led past it. */
    static void missed() {
        Wiring last = stopped;
        if (last != null) {
            last.missed();
        }
    }

    /** The stages, for the extensions, which PF4J makes by itself; empty while the plugin does not run. */
    static Optional<Wiring> running() {
        return Optional.ofNullable(running);
    }
}
