package dev.pluginio.delivery;

import dev.pluginio.access.SensitiveNames;
import dev.pluginio.api.content.Action;
import dev.pluginio.api.content.Attribute;
import dev.pluginio.api.content.ContentCatalog;
import dev.pluginio.api.content.ContentType;
import dev.pluginio.api.content.Entry;
import dev.pluginio.api.event.ContentChange;
import dev.pluginio.log.Announcement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Leaves of a change what may be kept: no private attribute and no sensitive name, in the entry or in those it is related
 * to, save those by which rules decide who may hear. Thread-safe.
 */
public final class Redaction implements UnaryOperator<Announcement> {

    private final Supplier<Rules> rules;
    private final AudienceRules audienceRules;

    /**
     * Makes it.
     *
     * @param rules the rules that hold now
     * @param audienceRules tell what they need to know of an entry
     */
    public Redaction(Supplier<Rules> rules, AudienceRules audienceRules) {
        this.rules = rules;
        this.audienceRules = audienceRules;
    }

    @Override
    public Announcement apply(Announcement announcement) {
        ContentChange change = announcement.change();
        Rules now = rules.get();
        ContentChange left =
                left(change, new Reader(now.exposures().catalog(), now.sensitive()), audienceRules.needs(change.uid()));
        return left == change ? announcement : announcement.about(left);
    }

    /** Leaves of a change what trusted code is told: no private attribute but those that it needs. */
    public static ContentChange disclosed(ContentChange change, ContentCatalog catalog, Set<String> needs) {
        return left(change, new Reader(catalog, SensitiveNames.NONE), needs);
    }

    private static ContentChange left(ContentChange change, Reader reader, Set<String> needs) {
        Optional<ContentType> type = reader.catalog().find(change.uid());
        @Nullable
        Entry before =
                change.before().map(entry -> reader.left(entry, type, needs)).orElse(null);
        @Nullable
        Entry after =
                change.after().map(entry -> reader.left(entry, type, needs)).orElse(null);
        return before == change.before().orElse(null) && after == change.after().orElse(null)
                ? change
                : of(change, before, after);
    }

    private static ContentChange of(ContentChange change, @Nullable Entry before, @Nullable Entry after) {
        if (before == null) {
            return ContentChange.created(change.uid(), after == null ? change.entry() : after);
        } else if (after == null) {
            return ContentChange.deleted(change.uid(), before);
        }
        return change.action().equals(Action.UPDATE)
                ? ContentChange.updated(change.uid(), before, after)
                : ContentChange.of(change.uid(), change.action(), before, after);
    }

    private record Reader(ContentCatalog catalog, SensitiveNames sensitive) {

        /** What may be kept of an entry; the entry itself if that is all. */
        Entry left(Entry entry, Optional<ContentType> type, Set<String> needs) {
            Map<String, @Nullable Object> left = new LinkedHashMap<>();
            boolean isAll = true;
            for (Map.Entry<String, @Nullable Object> one : entry.values().entrySet()) {
                String name = one.getKey();
                @Nullable Object value = one.getValue();
                Optional<Attribute> attribute = type.flatMap(known -> known.attribute(name));
                if (mayBeKept(name, attribute)) {
                    left.put(
                            name,
                            attribute.filter(Attribute::isRelation).isPresent()
                                    ? related(
                                            value,
                                            attribute.flatMap(Attribute::target).flatMap(catalog::find))
                                    : plain(value));
                } else if (needs.contains(name)) {
                    left.put(name, bare(value));
                }
                isAll = isAll && left.containsKey(name) && left.get(name) == value;
            }
            return isAll ? entry : new Entry(entry.id(), entry.documentId(), left);
        }

        private boolean mayBeKept(String name, Optional<Attribute> attribute) {
            return name.equals(Entry.PUBLISHED_AT)
                    || attribute.filter(known -> !known.isPrivate()).isPresent() && !sensitive.contains(name);
        }

        /** Of related entries a rule gets to know which ones they are. */
        private static @Nullable Object bare(@Nullable Object value) {
            if (value instanceof Entry entry) {
                return entry.values().isEmpty() ? entry : new Entry(entry.id(), entry.documentId(), Map.of());
            }
            return value instanceof Collection<?> elements ? each(elements, Reader::bare) : value;
        }

        private @Nullable Object related(@Nullable Object value, Optional<ContentType> target) {
            if (value instanceof Entry entry) {
                return left(entry, target, Set.of());
            }
            if (value instanceof Collection<?> entries) {
                return each(entries, element -> related(element, target));
            }
            return null;
        }

        /** A value without what stands in it under sensitive names. */
        private @Nullable Object plain(@Nullable Object value) {
            if (value instanceof Collection<?> elements) {
                return each(elements, this::plain);
            }
            if (value instanceof Map<?, ?> map) {
                Map<Object, @Nullable Object> left = new LinkedHashMap<>();
                boolean isAll = true;
                for (Map.Entry<?, ?> member : map.entrySet()) {
                    if (sensitive.contains(String.valueOf(member.getKey()))) {
                        isAll = false;
                    } else {
                        @Nullable Object kept = plain(member.getValue());
                        isAll = isAll && kept == member.getValue();
                        left.put(member.getKey(), kept);
                    }
                }
                return isAll ? map : left;
            }
            return value;
        }

        private static Object each(Collection<?> all, UnaryOperator<@Nullable Object> kept) {
            List<@Nullable Object> left = new ArrayList<>(all.size());
            boolean isAll = true;
            for (Object one : all) {
                @Nullable Object next = kept.apply(one);
                isAll = isAll && next == one;
                left.add(next);
            }
            return isAll ? all : left;
        }
    }
}
