package dev.pluginio.testkit;

import dev.pluginio.api.host.HostCms;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.pf4j.DefaultPluginManager;
import org.pf4j.ExtensionFactory;
import org.pf4j.JarPluginLoader;
import org.pf4j.ManifestPluginDescriptorFinder;
import org.pf4j.PluginClassLoader;
import org.pf4j.PluginDescriptor;
import org.pf4j.PluginDescriptorFinder;
import org.pf4j.PluginLoader;
import org.pf4j.PluginManager;
import org.pf4j.PluginState;
import org.pf4j.PluginWrapper;
import org.pf4j.SingletonExtensionFactory;

/** PF4J with the host and the extensions of a test, which need not be in any index. */
final class TestPlugins extends DefaultPluginManager {

    private final HostCms host;
    private final Map<Class<?>, Object> given = new IdentityHashMap<>();

    TestPlugins(HostCms host, List<Object> extensions, Path folder) {
        super(folder);
        this.host = host;
        extensions.forEach(extension -> given.put(extension.getClass(), extension));
        ExtensionFactory singletons = new SingletonExtensionFactory(this);
        extensionFactory = new ExtensionFactory() {
            @Override
            public <T> T create(Class<T> type) {
                Object known = given.get(type);
                return known == null ? singletons.create(type) : type.cast(known);
            }
        };
    }

    /** Loads and starts a packed plugin. */
    void run(Path jar) {
        String id = loadPlugin(jar);
        if (startPlugin(id) != PluginState.STARTED) {
            PluginWrapper failed = getPlugin(id);
            throw new IllegalStateException("plugin '" + id + "' did not start", failed.getFailedException());
        }
    }

    /** Stops and unloads all plugins, the last one first. */
    void end() {
        List<PluginWrapper> started = new ArrayList<>(getStartedPlugins());
        for (int i = started.size() - 1; i >= 0; i--) {
            unloadPlugin(started.get(i).getPluginId());
        }
    }

    @Override
    public <T> List<T> getExtensions(Class<T> type) {
        return type == HostCms.class ? List.of(type.cast(host)) : super.getExtensions(type);
    }

    @Override
    public <T> List<Class<? extends T>> getExtensionClasses(Class<T> point) {
        List<Class<? extends T>> all = new ArrayList<>(super.getExtensionClasses(point));
        given.forEach((type, extension) -> {
            if (point.isInstance(extension) && !all.contains(type)) {
                all.add(type.asSubclass(point));
            }
        });
        return all;
    }

    @Override
    protected PluginDescriptorFinder createPluginDescriptorFinder() {
        return new ManifestPluginDescriptorFinder();
    }

    @Override
    protected PluginLoader createPluginLoader() {
        return new JarPluginLoader(this) {
            @Override
            protected PluginClassLoader createPluginClassLoader(Path jar, PluginDescriptor descriptor) {
                return new SharingClassLoader(TestPlugins.this, descriptor, TestPlugins.class.getClassLoader());
            }
        };
    }

    /** Takes from the tests' class path what plugins share, so that the annotations of their classes are those of plugin-io. */
    private static final class SharingClassLoader extends PluginClassLoader {

        private static final List<String> SHARED = List.of("dev.pluginio.api.", "org.slf4j.");
        private static final List<String> SHARED_IF_THERE =
                List.of("jakarta.validation.", "com.fasterxml.jackson.annotation.");

        SharingClassLoader(PluginManager manager, PluginDescriptor descriptor, ClassLoader parent) {
            super(manager, descriptor, parent);
        }

        @Override
        protected boolean shouldDelegateToParent(String name) {
            return super.shouldDelegateToParent(name)
                    || SHARED.stream().anyMatch(name::startsWith)
                    || (SHARED_IF_THERE.stream().anyMatch(name::startsWith) && isWithParent(name));
        }

        private boolean isWithParent(String name) {
            return getParent() != null && getParent().getResource(name.replace('.', '/') + ".class") != null;
        }
    }
}
