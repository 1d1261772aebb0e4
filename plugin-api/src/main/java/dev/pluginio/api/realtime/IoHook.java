package dev.pluginio.api.realtime;

import org.pf4j.ExtensionPoint;

/**
 * Hears when plugin-io begins to work for a plugin (or for the host), and when it ends. For one plugin the calls come one
 * after the other, on threads that may block: {@link #init}, {@link #ready}, {@link #stopping}, each once. A call that
 * throws is logged; one that takes longer than ten seconds is interrupted and logged; what follows goes on.
 *
 * @since 0.1
 */
public interface IoHook extends ExtensionPoint {

    /**
     * The plugin has started, or the hook was switched on. The handlers of the plugin are not called before this has
     * returned or its time is over. What forbids or changes something ({@link AudienceRule}, {@link RoomPolicy},
     * {@link HandshakeFilter}, {@link PayloadTransformer}) is asked from the plugin's start on, meanwhile too: where it
     * cannot answer yet and throws, nothing is let through.
     *
     * @param context the realtime service, the host, and the hook's settings
     * @throws Exception if something went wrong, which is logged
     */
    default void init(IoContext context) throws Exception {}

    /**
     * Clients can connect, and the handlers of the plugin are called.
     *
     * @param context the realtime service, the host, and the hook's settings
     * @throws Exception if something went wrong, which is logged
     */
    default void ready(IoContext context) throws Exception {}

    /**
     * plugin-io stops, the plugin has stopped, or the hook was switched off. Clients are still there, unless plugin-io
     * stops because the host does and is in a hurry; two seconds are waited for this.
     *
     * @param context the realtime service, the host, and the hook's settings
     * @throws Exception if something went wrong, which is logged
     */
    default void stopping(IoContext context) throws Exception {}
}
