package dev.pluginio.session.handlers;

import java.util.List;

/**
 * What one started plugin offers. The same extension is always the same object.
 *
 * @param plugin the plugin's id
 * @param extensions its extensions of any {@link Point}, in the order of their precedence
 */
public record Offer(String plugin, List<Object> extensions) {

    public Offer {
        extensions = List.copyOf(extensions);
    }

    /** What one started plugin offers. */
    public static Offer of(String plugin, Object... extensions) {
        return new Offer(plugin, List.of(extensions));
    }

    /** Those that extend a point. */
    <T> List<T> all(Class<T> type) {
        return extensions.stream().filter(type::isInstance).map(type::cast).toList();
    }
}
