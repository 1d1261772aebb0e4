package dev.pluginio.session.handlers;

import dev.pluginio.api.realtime.AudienceRule;
import dev.pluginio.api.realtime.AuthStrategy;
import dev.pluginio.api.realtime.ConnectionHandler;
import dev.pluginio.api.realtime.ContentListener;
import dev.pluginio.api.realtime.EventHandler;
import dev.pluginio.api.realtime.HandshakeFilter;
import dev.pluginio.api.realtime.IoHook;
import dev.pluginio.api.realtime.PayloadTransformer;
import dev.pluginio.api.realtime.RoomPolicy;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Something that plugins can extend: one line each.
 *
 * @param type the extension point
 * @param names asks an extension, once, for which events or content types it is, or what it is called
 * @param namespaces asks an extension, once, where it is for
 * @param <T> the extension point
 */
public record Point<T>(Class<T> type, Function<T, Set<String>> names, Function<T, Set<String>> namespaces) {

    static final Point<EventHandler> EVENTS =
            new Point<>(EventHandler.class, EventHandler::events, EventHandler::namespaces);

    static final Point<ConnectionHandler> CONNECTIONS =
            new Point<>(ConnectionHandler.class, listener -> Set.of(), ConnectionHandler::namespaces);

    static final Point<AuthStrategy> STRATEGIES =
            new Point<>(AuthStrategy.class, strategy -> Set.of(strategy.name()), strategy -> Set.of());

    static final Point<AudienceRule> AUDIENCE_RULES =
            new Point<>(AudienceRule.class, rule -> named(rule::name), rule -> Set.of());

    static final Point<PayloadTransformer> TRANSFORMERS =
            new Point<>(PayloadTransformer.class, transformer -> named(transformer::name), transformer -> Set.of());

    static final Point<RoomPolicy> POLICIES = of(RoomPolicy.class);

    static final Point<ContentListener> CONTENT =
            new Point<>(ContentListener.class, ContentListener::contentTypes, listener -> Set.of());

    static final Point<IoHook> HOOKS = of(IoHook.class);

    static final Point<HandshakeFilter> FILTERS = of(HandshakeFilter.class);

    /** All there are. */
    public static final List<Point<?>> ALL =
            List.of(EVENTS, CONNECTIONS, STRATEGIES, AUDIENCE_RULES, TRANSFORMERS, POLICIES, CONTENT, HOOKS, FILTERS);

    /**
     * Those whose extensions count from the start of their plugin, also while its hooks still do their {@code init}: what
     * one forbids, nobody gets because it was asked too late.
     */
    static final Set<Point<?>> AT_ONCE = Set.of(HOOKS, AUDIENCE_RULES, TRANSFORMERS, POLICIES, FILTERS);

    /** What an extension is called; nothing if it cannot tell, which is no reason to let through what it may forbid. */
    private static Set<String> named(Supplier<String> name) {
        try {
            return Set.of(name.get());
        } catch (RuntimeException | Error e) {
            return Set.of(); // told where it is used
        }
    }

    /** One whose extensions have no name and are not for one namespace more than for another. */
    static <T> Point<T> of(Class<T> type) {
        return new Point<>(type, extension -> Set.of(), extension -> Set.of());
    }
}
