package dev.pluginio.e2e.plainhost;

import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.pf4j.PluginManager;
import org.pf4j.PluginState;
import org.pf4j.PluginWrapper;

/** The plugins of a host, which come and go, and what they leave behind. */
public final class Plugins {

    private final PluginManager manager;
    private final List<WeakReference<ClassLoader>> gone = new ArrayList<>();

    private Plugins(PluginManager manager) {
        this.manager = manager;
    }

    /** Starts all that there are; says which could not be started. */
    public static Plugins start(PluginManager manager, Consumer<PluginWrapper> notStarted) {
        manager.loadPlugins();
        manager.startPlugins();
        manager.getPlugins().stream()
                .filter(plugin -> plugin.getPluginState() != PluginState.STARTED)
                .forEach(notStarted);
        return new Plugins(manager);
    }

    /** The one extension of a type. */
    public <T> T theOne(Class<T> extension) {
        return manager.getExtensions(extension).stream().findFirst().orElseThrow();
    }

    /** Takes one away, with those that depend on it, and brings them back. */
    public void reload(String id) {
        takeAway(id).forEach(path -> manager.startPlugin(manager.loadPlugin(path)));
    }

    /** Takes one away, with those that depend on it. */
    public List<Path> takeAway(String id) {
        List<PluginWrapper> going = manager.getPlugins().stream()
                .filter(plugin -> plugin.getPluginId().equals(id)
                        || plugin.getDescriptor().getDependencies().stream()
                                .anyMatch(needed -> needed.getPluginId().equals(id)))
                .sorted(Comparator.comparing(plugin -> !plugin.getPluginId().equals(id)))
                .toList();
        going.forEach(plugin -> gone.add(new WeakReference<>(plugin.getPluginClassLoader())));
        manager.unloadPlugin(id);
        return going.stream().map(PluginWrapper::getPluginPath).toList();
    }

    /** How many class loaders of plugins that were taken away are still there, after a while. */
    public long left() {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(15);
        long left = gone.size();
        while (left > 0 && System.nanoTime() < deadline) {
            System.gc();
            left = gone.stream().filter(loader -> loader.get() != null).count();
        }
        return left;
    }

    /** Stops all, and takes them away. */
    public void end() {
        manager.getStartedPlugins().stream().toList().forEach(plugin -> manager.stopPlugin(plugin.getPluginId()));
        manager.getPlugins().stream().toList().forEach(plugin -> manager.unloadPlugin(plugin.getPluginId()));
    }
}
