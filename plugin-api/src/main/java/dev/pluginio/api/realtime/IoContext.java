package dev.pluginio.api.realtime;

import dev.pluginio.api.host.HostCms;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an extension finds around it: the realtime service, the host, and its own settings. Every extension point has it:
 * as the last argument of its methods, or, where an event is handled, in the {@link ClientEvent}. It counts while the plugin of
 * the extension runs; let go of it when that stops. May be called on any thread.
 *
 * @since 0.1
 */
public interface IoContext {

    /**
     * Sends events to clients.
     *
     * @return the service, the same as {@code pluginManager.getExtensions(IoService.class)} gives
     */
    IoService io();

    /**
     * The host.
     *
     * @return what the host offers to plugin-io
     */
    HostCms host();

    /**
     * What {@code plugins.yml} says to this extension, under {@code events:} or {@code hooks:}, now.
     *
     * @return the section {@code config}, as null, Boolean, Number, String, List and Map, not to be changed; empty if
     *     nothing is said
     */
    Map<String, @Nullable Object> settings();
}
