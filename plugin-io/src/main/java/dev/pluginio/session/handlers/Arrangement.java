package dev.pluginio.session.handlers;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which extensions of plugins are used, in which order, with which settings. Those that are not named are used, after
 * those that are.
 *
 * @param events about handlers of events, in the order of their precedence
 * @param hooks about all other extensions, in the order of their precedence
 * @param serving by namespace, the ids of the plugins whose handlers serve it; all of them where nothing is said
 */
public record Arrangement(List<Named> events, List<Named> hooks, Map<String, Set<String>> serving) {

    /** Everything is used, as it comes. */
    public static final Arrangement NONE = new Arrangement(List.of(), List.of());

    public Arrangement {
        events = List.copyOf(events);
        hooks = List.copyOf(hooks);
        serving = Map.copyOf(serving);
    }

    /** Every handler serves the namespaces that it asks for. */
    public Arrangement(List<Named> events, List<Named> hooks) {
        this(events, hooks, Map.of());
    }

    /**
     * Some extensions. What is null says nothing.
     *
     * @param name an event, or the name of a strategy, rule or transformer
     * @param type the name of the class
     * @param plugin the id of the plugin
     * @param enabled whether it is used
     * @param settings what the extension is told
     */
    public record Named(
            @Nullable String name,
            @Nullable String type,
            @Nullable String plugin,
            boolean enabled,
            Map<String, @Nullable Object> settings) {

        public Named {
            settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
        }

        boolean means(Bound<?> bound, @Nullable String asked) {
            return (name == null || (asked == null ? bound.names().contains(name) : name.equals(asked)))
                    && (type == null || type.equals(bound.type()))
                    && (plugin == null || plugin.equals(bound.guest().plugin()));
        }

        /** What it says, for the log. */
        String told() {
            StringBuilder told = new StringBuilder();
            Map<String, @Nullable String> keys = new LinkedHashMap<>();
            keys.put("name", name);
            keys.put("class", type);
            keys.put("plugin", plugin);
            keys.forEach((key, value) -> {
                if (value != null) {
                    told.append(told.isEmpty() ? "" : ", ")
                            .append(key)
                            .append(' ')
                            .append(value);
                }
            });
            return told.toString();
        }
    }

    private List<Named> about(Point<?> point) {
        return point == Point.EVENTS ? events : hooks;
    }

    /** What is said about an extension, or about one event of it; the first that fits counts. */
    @Nullable
    Named find(Point<?> point, Bound<?> bound, @Nullable String name) {
        return about(point).stream()
                .filter(named -> named.means(bound, name))
                .findFirst()
                .orElse(null);
    }

    /** The place of an extension, or of one event of it; the last for what is not named. */
    int rank(Point<?> point, Bound<?> bound, @Nullable String name) {
        List<Named> about = about(point);
        for (int index = 0; index < about.size(); index++) {
            if (about.get(index).means(bound, name)) {
                return index;
            }
        }
        return Integer.MAX_VALUE;
    }

    /** Whether handlers of the extension's plugin serve a namespace. */
    boolean serves(Bound<?> bound, String namespace) {
        Set<String> plugins = serving.get(namespace);
        return plugins == null || plugins.contains(bound.guest().plugin());
    }

    /** Those that mean nothing that is there. */
    List<Named> missing(Map<Point<?>, List<Bound<?>>> there) {
        return Stream.concat(missingExtensions(there), missingPlugins(there)).toList();
    }

    private Stream<Named> missingPlugins(Map<Point<?>, List<Bound<?>>> there) {
        return serving.values().stream()
                .flatMap(Set::stream)
                .distinct()
                .map(plugin -> new Named(null, null, plugin, true, Map.of()))
                .filter(named ->
                        there.values().stream().flatMap(List::stream).noneMatch(bound -> named.means(bound, null)));
    }

    private Stream<Named> missingExtensions(Map<Point<?>, List<Bound<?>>> there) {
        return Stream.of(true, false)
                .flatMap(ofEvents -> (ofEvents ? events : hooks)
                        .stream()
                                .filter(named -> there.entrySet().stream()
                                        .filter(entry -> (entry.getKey() == Point.EVENTS) == ofEvents)
                                        .flatMap(entry -> entry.getValue().stream())
                                        .noneMatch(bound -> named.means(bound, null))));
    }

    /** What is kept to itself: names that no plugin gets. */
    record Reserved(Set<String> names, List<String> prefixes) {

        @Nullable
        String why(String event) {
            if (names.contains(event)) {
                return "which is not for plugins";
            }
            return prefixes.stream().anyMatch(prefix -> event.startsWith(prefix + ":"))
                    ? "which is an event of content"
                    : null;
        }
    }
}
