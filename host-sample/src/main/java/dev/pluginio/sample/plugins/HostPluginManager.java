package dev.pluginio.sample.plugins;

import java.nio.file.Path;
import org.pf4j.DefaultPluginManager;
import org.pf4j.ExtensionFactory;
import org.pf4j.JarPluginLoader;
import org.pf4j.JarPluginRepository;
import org.pf4j.ManifestPluginDescriptorFinder;
import org.pf4j.PluginClassLoader;
import org.pf4j.PluginDescriptor;
import org.pf4j.PluginDescriptorFinder;
import org.pf4j.PluginLoader;
import org.pf4j.PluginRepository;
import org.pf4j.PluginRuntimeException;
import org.pf4j.PluginWrapper;

/** PF4J, so set that jar files are plugins, and a broken plugin does not keep the others from being loaded. */
final class HostPluginManager extends DefaultPluginManager {

    HostPluginManager(Path folder, ExtensionFactory extensions) {
        super(folder);
        // the constructor above has made one already
        this.extensionFactory = extensions;
        setResolveRecoveryStrategy(ResolveRecoveryStrategy.IGNORE_PLUGIN_AND_CONTINUE);
    }

    @Override
    protected PluginRepository createPluginRepository() {
        return new JarPluginRepository(getPluginsRoots());
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
                return new SharingClassLoader(
                        HostPluginManager.this, descriptor, getClass().getClassLoader());
            }
        };
    }

    /** A jar file that is no plugin, or cannot be read, is passed over like one that cannot be loaded. */
    @Override
    protected PluginWrapper loadPluginFromPath(Path jar) {
        try {
            return super.loadPluginFromPath(jar);
        } catch (PluginRuntimeException e) {
            throw e;
        } catch (RuntimeException | LinkageError e) {
            throw new PluginRuntimeException(e, "{} is no plugin", jar);
        }
    }
}
