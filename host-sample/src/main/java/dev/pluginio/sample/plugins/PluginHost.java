package dev.pluginio.sample.plugins;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.pf4j.PluginState;
import org.pf4j.PluginWrapper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The plugins in a folder. One that cannot be loaded, started or stopped is logged, and the host goes on. */
public final class PluginHost implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(PluginHost.class);

    private final Path folder;
    private final Extensions extensions;
    private final HostPluginManager plugins;

    /**
     * Makes a host without plugins.
     *
     * @param folder where the plugins' jar files are; it need not exist
     * @param cms what they get
     */
    public PluginHost(Path folder, CmsExtension cms) {
        this.folder = folder;
        this.extensions = new Extensions(cms);
        this.plugins = new HostPluginManager(folder, extensions);
    }

    /** Loads and starts what is in the folder. */
    public synchronized void start() {
        if (!Files.isDirectory(folder)) {
            log.info("There is no folder {}, so there are no plugins", folder);
            return;
        }
        try {
            plugins.loadPlugins();
            plugins.startPlugins();
        } catch (RuntimeException | LinkageError e) {
            log.error("Plugins in {} could not be loaded", folder, e);
        }
        plugins.getPlugins().forEach(PluginHost::report);
    }

    /** PF4J has logged what went wrong. */
    private static void report(PluginWrapper plugin) {
        String name = plugin.getPluginId() + " " + plugin.getDescriptor().getVersion();
        if (plugin.getPluginState() == PluginState.STARTED) {
            log.info("Plugin {} is started", name);
        } else {
            log.error("Plugin {} is {}; the CMS goes on without it", name, plugin.getPluginState());
        }
    }

    /**
     * Finds what a running plugin offers.
     *
     * @param type the kind of extension
     * @param <T> the kind of extension
     * @return the first one, or empty if no running plugin has one
     */
    public synchronized <T> Optional<T> extension(Class<T> type) {
        return plugins.getExtensions(type).stream().findFirst();
    }

    /** Stops the plugins, the last one first, and unloads them. */
    @Override
    public synchronized void close() {
        List<PluginWrapper> started = new ArrayList<>(plugins.getStartedPlugins());
        Collections.reverse(started);
        started.forEach(this::stop);
    }

    private void stop(PluginWrapper plugin) {
        String id = plugin.getPluginId();
        try {
            plugins.stopPlugin(id);
            extensions.forget(plugin.getPluginClassLoader());
            plugins.unloadPlugin(id);
        } catch (RuntimeException | LinkageError e) {
            log.error("Plugin {} did not stop as it should", id, e);
        }
    }
}
