package dev.pluginio;

import dev.pluginio.session.handlers.Offer;
import dev.pluginio.session.handlers.Point;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.pf4j.PluginManager;
import org.pf4j.PluginStateEvent;
import org.pf4j.PluginStateListener;
import org.pf4j.PluginWrapper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches what the started plugins, and the host itself, offer to clients. Each extension is made once, and let go when
 * its plugin stops.
 */
final class PluginExtensions implements PluginStateListener, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PluginExtensions.class);
    private static final String HOST = "(host)";

    private final PluginManager plugins;
    private final Consumer<List<Offer>> consumer;
    private final Map<Class<?>, Object> made = new HashMap<>();

    /**
     * Prepares the watch.
     *
     * @param plugins all plugins
     * @param consumer is told what is offered, whenever a plugin has started or stopped
     */
    PluginExtensions(PluginManager plugins, Consumer<List<Offer>> consumer) {
        this.plugins = plugins;
        this.consumer = consumer;
    }

    /** Looks at once, and from now on. */
    PluginExtensions watch() {
        plugins.addPluginStateListener(this);
        look();
        return this;
    }

    @Override
    public void pluginStateChanged(PluginStateEvent event) {
        try {
            look();
        } catch (RuntimeException | Error e) {
            LOG.error("What plugins offer to clients could not be found out", e);
        }
    }

    private synchronized void look() {
        Map<Class<?>, Object> found = new LinkedHashMap<>();
        for (Point<?> point : Point.ALL) {
            for (Class<?> type : plugins.getExtensionClasses(point.type())) {
                if (!found.containsKey(type)) {
                    extension(type).ifPresent(extension -> found.put(type, extension));
                }
            }
        }
        made.clear();
        made.putAll(found);
        consumer.accept(offers(found));
    }

    private Optional<Object> extension(Class<?> type) {
        Object known = made.get(type);
        if (known != null) {
            return Optional.of(known);
        }
        try {
            return Optional.ofNullable(plugins.getExtensionFactory().create(type));
        } catch (RuntimeException | Error e) {
            LOG.error("The extension {} of plugin {} could not be made", type.getName(), pluginOf(type), e);
            return Optional.empty();
        }
    }

    private List<Offer> offers(Map<Class<?>, Object> found) {
        Map<String, List<Object>> byPlugin = new LinkedHashMap<>();
        found.forEach((type, extension) -> byPlugin.computeIfAbsent(pluginOf(type), key -> new ArrayList<>())
                .add(extension));
        List<Offer> offers = new ArrayList<>();
        byPlugin.forEach((plugin, extensions) -> offers.add(new Offer(plugin, extensions)));
        return offers;
    }

    private String pluginOf(Class<?> type) {
        PluginWrapper plugin = plugins.whichPlugin(type);
        return plugin == null ? HOST : plugin.getPluginId();
    }

    @Override
    public void close() {
        plugins.removePluginStateListener(this);
        synchronized (this) {
            made.clear();
        }
    }
}
