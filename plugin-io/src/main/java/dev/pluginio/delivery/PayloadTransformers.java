package dev.pluginio.delivery;

import dev.pluginio.api.content.Attribute;
import dev.pluginio.api.content.ContentType;
import dev.pluginio.api.content.Entry;
import dev.pluginio.api.realtime.PayloadTransformer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What plugins make of entries that are ready to be sent. Thread-safe; plugins come and go while events are delivered. */
public final class PayloadTransformers {

    private static final Logger LOG = LoggerFactory.getLogger(PayloadTransformers.class);

    private final LongSupplier nanoTime;
    private volatile Map<String, List<Guarded<PayloadTransformer>>> byType = Map.of();

    /**
     * Begins without any.
     *
     * @param nanoTime a clock for intervals, in nanoseconds
     */
    public PayloadTransformers(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /**
     * Takes those that are asked from now on, in this order. Those that were there before and still are keep what they
     * told of themselves.
     */
    public synchronized void offer(Collection<Contribution<PayloadTransformer>> contributions) {
        Map<Contribution<PayloadTransformer>, Guarded<PayloadTransformer>> known = new HashMap<>();
        byType.values().forEach(all -> all.forEach(one -> known.put(one.contribution(), one)));
        Map<String, List<Guarded<PayloadTransformer>>> next = new LinkedHashMap<>();
        for (Contribution<PayloadTransformer> contribution : contributions) {
            Guarded<PayloadTransformer> old = known.get(contribution);
            Guarded<PayloadTransformer> one = old != null ? old : guarded(contribution);
            if (one != null) {
                one.contentTypes()
                        .forEach(uid -> next.computeIfAbsent(uid, key -> new ArrayList<>())
                                .add(one));
            }
        }
        byType = next;
    }

    private @Nullable Guarded<PayloadTransformer> guarded(Contribution<PayloadTransformer> contribution) {
        PayloadTransformer extension = contribution.extension();
        try {
            Set<String> types = Set.copyOf(extension.contentTypes());
            return new Guarded<>(contribution, Objects.requireNonNull(extension.name()), types, nanoTime);
        } catch (RuntimeException | Error e) {
            LOG.error(
                    "{} of plugin {} transforms nothing, because it does not tell what it is for",
                    extension.getClass().getName(),
                    contribution.plugin(),
                    e);
            return null;
        }
    }

    /** Another object whenever others are asked. */
    Object state() {
        return byType;
    }

    /**
     * Transforms what somebody may see of an entry.
     *
     * @throws ToldFailure if a transformer fails; nothing may be sent then
     */
    Entry transform(ContentType type, Entry visible) {
        List<Guarded<PayloadTransformer>> transformers = byType.get(type.uid());
        if (transformers == null) {
            return visible;
        }
        Entry entry = visible;
        for (Guarded<PayloadTransformer> transformer : transformers) {
            entry = transformed(transformer, type, entry);
        }
        Map<String, @Nullable Object> values = new LinkedHashMap<>(entry.values());
        values.keySet()
                .removeIf(name ->
                        type.attribute(name).filter(Attribute::isPrivate).isPresent());
        values.keySet().removeAll(Set.of("id", "documentId"));
        return new Entry(entry.id(), entry.documentId(), values);
    }

    private static Entry transformed(Guarded<PayloadTransformer> transformer, ContentType type, Entry visible) {
        try {
            Map<String, @Nullable Object> values =
                    transformer.ask((extension, context) -> extension.transform(type.uid(), visible, context));
            return new Entry(visible.id(), visible.documentId(), Objects.requireNonNull(values, "it returned null"));
        } catch (RuntimeException | Error e) {
            transformer.failed(type + " " + visible.documentId() + " is not sent", e);
            throw new ToldFailure("the payload transformer " + transformer + " failed");
        }
    }
}
