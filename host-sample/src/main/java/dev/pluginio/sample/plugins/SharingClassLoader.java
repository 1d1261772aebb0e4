package dev.pluginio.sample.plugins;

import java.util.List;
import org.pf4j.PluginClassLoader;
import org.pf4j.PluginDescriptor;
import org.pf4j.PluginManager;

/**
 * Gives a plugin its own classes first, save those that it shares with the host: a plugin that brings its own copy of
 * the contract, or of Hibernate, would not be understood.
 */
final class SharingClassLoader extends PluginClassLoader {

    private static final List<String> SHARED =
            List.of("dev.pluginio.api.", "org.slf4j.", "jakarta.persistence.", "org.hibernate.");
    private static final String NOT_SHARED = "org.hibernate.validator.";

    SharingClassLoader(PluginManager manager, PluginDescriptor descriptor, ClassLoader parent) {
        super(manager, descriptor, parent);
    }

    @Override
    protected boolean shouldDelegateToParent(String className) {
        return super.shouldDelegateToParent(className)
                || (SHARED.stream().anyMatch(className::startsWith) && !className.startsWith(NOT_SHARED));
    }
}
