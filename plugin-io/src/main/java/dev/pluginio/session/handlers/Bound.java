package dev.pluginio.session.handlers;

import org.jspecify.annotations.Nullable;

/**
 * An extension of a plugin, which is let go when the plugin stops, whoever still holds this.
 *
 * @param <T> the extension point
 */
final class Bound<T> {

    private final Guest guest;
    private final String name;
    private volatile @Nullable T extension;

    Bound(Guest guest, T extension) {
        this.guest = guest;
        this.name = extension.getClass().getName();
        this.extension = extension;
    }

    Guest guest() {
        return guest;
    }

    /** The extension; null once its plugin has stopped. */
    @Nullable
    T extension() {
        return extension;
    }

    void letGo() {
        extension = null;
    }

    @Override
    public String toString() {
        return name + " of plugin " + guest.plugin();
    }
}
