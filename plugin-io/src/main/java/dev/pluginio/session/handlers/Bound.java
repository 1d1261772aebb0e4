package dev.pluginio.session.handlers;

import dev.pluginio.api.host.HostCms;
import dev.pluginio.api.realtime.IoContext;
import dev.pluginio.api.realtime.IoService;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An extension of a plugin, which is let go when the plugin stops, whoever still holds this. Thread-safe.
 *
 * @param <T> the extension point
 */
public final class Bound<T> implements IoContext {

    private static final Logger LOG = LoggerFactory.getLogger(Bound.class);

    private final Guest guest;
    private final String type;
    private final Set<String> names;
    private final Set<String> namespaces;
    private volatile Terms terms;
    private volatile Map<String, @Nullable Object> settings = Map.of();
    private final Map<String, Map<String, @Nullable Object>> settingsByName = new ConcurrentHashMap<>();
    private volatile @Nullable T extension;

    /**
     * Binds an extension.
     *
     * @param names the events or the strategy that it is for, as it told when its plugin started
     * @param namespaces where
     * @param terms if it handles events, on what terms
     */
    Bound(Guest guest, T extension, Set<String> names, Set<String> namespaces, Terms terms) {
        this.guest = guest;
        this.type = extension.getClass().getName();
        this.names = names;
        this.namespaces = namespaces;
        this.terms = terms;
        this.extension = extension;
    }

    String type() {
        return type;
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

    /** On what terms it is called, if it handles events; none once its plugin has stopped. */
    Terms terms() {
        return terms;
    }

    /** The id of its plugin. */
    public String plugin() {
        return guest.plugin();
    }

    /** The extension, to be called on this thread; null once its plugin has stopped. */
    public @Nullable T extension() {
        return extension;
    }

    /**
     * Asks it on threads of its plugin, which may be held up.
     *
     * @param question asks
     * @return completes on any thread, in bounded time; fails if it does, takes too long, is gone, or too many wait
     */
    public <R> CompletionStage<R> ask(Function<? super T, ? extends CompletionStage<R>> question) {
        return new Asking<>(this, question).begin();
    }

    /** Logs what went wrong with it, unless something of the same plugin was just logged. */
    public void warn(String what, @Nullable Throwable failure) {
        if (guest.handlers().mayWarn(guest)) {
            LOG.warn("{} {}", this, what, failure);
        } else {
            LOG.debug("{} {}", this, what);
        }
    }

    /** A question that is answered on the spot. */
    interface Call<T, R> {
        R of(T extension) throws Exception;
    }

    /** Asks it on threads of its plugin, as {@link #ask}. */
    <R> CompletionStage<R> call(Call<? super T, R> question) {
        return ask(extension -> {
            try {
                return CompletableFuture.completedStage(question.of(extension));
            } catch (Exception e) {
                return CompletableFuture.failedStage(e);
            }
        });
    }

    /**
     * Gives it its settings.
     *
     * @param name the event that they are for; null for all others
     */
    void configure(@Nullable String name, Map<String, @Nullable Object> given) {
        if (name == null) {
            settings = given;
        } else {
            settingsByName.put(name, given);
        }
    }

    /** What it finds around it when it handles an event. */
    IoContext context(String event) {
        return new IoContext() {
            @Override
            public IoService io() {
                return Bound.this.io();
            }

            @Override
            public HostCms host() {
                return Bound.this.host();
            }

            @Override
            public Map<String, @Nullable Object> settings() {
                return settingsByName.getOrDefault(event, settings);
            }
        };
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
        terms = Terms.NONE; // which names classes of the plugin
    }

    @Override
    public IoService io() {
        return guest.handlers().surroundings().io().get();
    }

    @Override
    public HostCms host() {
        return guest.handlers().surroundings().host();
    }

    @Override
    public Map<String, @Nullable Object> settings() {
        return settings;
    }

    @Override
    public String toString() {
        return type + " of plugin " + guest.plugin();
    }
}
