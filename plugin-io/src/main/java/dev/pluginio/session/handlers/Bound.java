package dev.pluginio.session.handlers;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An extension of a plugin, which is let go when the plugin stops, whoever still holds this.
 *
 * @param <T> the extension point
 */
final class Bound<T> {

    private final Guest guest;
    private final String type;
    private final Set<String> names;
    private final Set<String> namespaces;
    private volatile @Nullable T extension;

    /**
     * Binds an extension.
     *
     * @param names the events or the strategy that it is for, as it told when its plugin started
     * @param namespaces where
     */
    Bound(Guest guest, T extension, Set<String> names, Set<String> namespaces) {
        this.guest = guest;
        this.type = extension.getClass().getName();
        this.names = names;
        this.namespaces = namespaces;
        this.extension = extension;
    }

    Guest guest() {
        return guest;
    }

    Set<String> names() {
        return names;
    }

    Set<String> namespaces() {
        return namespaces;
    }

    /** The extension; null once its plugin has stopped. */
    @Nullable
    T extension() {
        return extension;
    }

    /**
     * The extension.
     *
     * @throws GoneException if its plugin has stopped
     */
    T required() {
        T known = extension;
        if (known == null) {
            throw new GoneException(this + " is gone");
        }
        return known;
    }

    void letGo() {
        extension = null;
    }

    @Override
    public String toString() {
        return type + " of plugin " + guest.plugin();
    }
}
