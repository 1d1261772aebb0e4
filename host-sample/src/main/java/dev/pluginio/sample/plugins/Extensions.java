package dev.pluginio.sample.plugins;

import java.lang.reflect.Constructor;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.pf4j.ExtensionFactory;
import org.pf4j.PluginRuntimeException;

/** Makes one extension of each class, and forgets those of plugins that stop. Hands out the host's own as it is. */
final class Extensions implements ExtensionFactory {

    private final CmsExtension host;
    private final Map<Class<?>, Object> made = new ConcurrentHashMap<>();

    Extensions(CmsExtension host) {
        this.host = host;
    }

    @Override
    public <T> T create(Class<T> type) {
        return type.cast(type == CmsExtension.class ? host : made.computeIfAbsent(type, Extensions::instantiate));
    }

    void forget(ClassLoader plugin) {
        made.keySet().removeIf(type -> type.getClassLoader() == plugin);
    }

    private static Object instantiate(Class<?> type) {
        try {
            Constructor<?> constructor = type.getDeclaredConstructor();
            return constructor.newInstance();
        } catch (ReflectiveOperationException e) {
            throw new PluginRuntimeException(e, "extension {} cannot be made", type.getName());
        }
    }
}
