package dev.pluginio.api.realtime;

import java.util.List;

/**
 * What came of reading the configuration again.
 *
 * @param applied the keys whose new values hold from now on, such as {@code io.config.sensitiveFields} or
 *     {@code io.config.contentTypes[api::article.article].fields}
 * @param needsRestart the keys whose new values hold only when the plugin is started again, such as
 *     {@code io.config.socket.serverOptions.port}; until then, the values that it was started with do
 * @since 0.1
 */
public record Reloaded(List<String> applied, List<String> needsRestart) {

    /**
     * Takes the keys.
     *
     * @param applied those whose new values hold from now on
     * @param needsRestart those whose new values hold only after a restart
     */
    public Reloaded {
        applied = List.copyOf(applied);
        needsRestart = List.copyOf(needsRestart);
    }

    /**
     * Tells whether everything is as it was.
     *
     * @return whether there was nothing to apply, and nothing needs a restart
     */
    public boolean isUnchanged() {
        return applied.isEmpty() && needsRestart.isEmpty();
    }
}
