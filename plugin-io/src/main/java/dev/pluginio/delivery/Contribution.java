package dev.pluginio.delivery;

import dev.pluginio.api.realtime.IoContext;

/**
 * What a plugin adds to delivery. The same extension is always the same object.
 *
 * @param plugin the plugin's id
 * @param extension its extension
 * @param context what the extension finds around it
 * @param <T> what it extends
 */
public record Contribution<T>(String plugin, T extension, IoContext context) {

    // an extension may call anything equal to it
    @Override
    public boolean equals(Object other) {
        return other instanceof Contribution<?> that
                && extension == that.extension
                && context == that.context
                && plugin.equals(that.plugin);
    }

    @Override
    public int hashCode() {
        return 31 * plugin.hashCode() + System.identityHashCode(extension);
    }
}
