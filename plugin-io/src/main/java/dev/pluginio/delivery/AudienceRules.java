package dev.pluginio.delivery;

import dev.pluginio.access.Exposure;
import dev.pluginio.access.Listeners;
import dev.pluginio.api.content.Attribute;
import dev.pluginio.api.content.ContentCatalog;
import dev.pluginio.api.content.ContentType;
import dev.pluginio.api.content.Entry;
import dev.pluginio.api.event.ContentChange;
import dev.pluginio.api.realtime.AudienceRule;
import dev.pluginio.api.realtime.Hearers;
import dev.pluginio.log.Announcement;
import dev.pluginio.transport.Room;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rules of plugins that say, entry by entry, who may hear. What a rule cannot decide, nobody hears. Thread-safe;
 * plugins come and go while events are delivered.
 */
public final class AudienceRules {

    private static final Logger LOG = LoggerFactory.getLogger(AudienceRules.class);

    private final Supplier<ContentCatalog> catalog;
    private final LongSupplier nanoTime;
    private final DeliveryObserver observer;
    private volatile Offered offered = new Offered(Map.of());

    /**
     * Begins without rules.
     *
     * @param catalog all content types there are now
     * @param nanoTime a clock for intervals, in nanoseconds
     * @param observer sees what happens
     */
    public AudienceRules(Supplier<ContentCatalog> catalog, LongSupplier nanoTime, DeliveryObserver observer) {
        this.catalog = catalog;
        this.nanoTime = nanoTime;
        this.observer = observer;
    }

    /**
     * Takes the rules that hold from now on. Those that were there before and still are keep what they told of
     * themselves.
     *
     * @return whether they need to know of entries what was not needed before
     */
    public synchronized boolean offer(Collection<Contribution<AudienceRule>> contributions) {
        Map<Contribution<AudienceRule>, Rule> known = new HashMap<>();
        offered.byType.values().forEach(rules -> rules.forEach(rule -> known.put(rule.guarded.contribution(), rule)));
        Map<String, List<Rule>> byType = new LinkedHashMap<>();
        for (Contribution<AudienceRule> contribution : contributions) {
            Rule old = known.get(contribution);
            Rule rule = old != null ? old : ruleOf(contribution);
            rule.guarded
                    .contentTypes()
                    .forEach(uid -> byType.computeIfAbsent(uid, key -> new ArrayList<>())
                            .add(rule));
        }
        Offered before = offered;
        Offered now = new Offered(byType);
        offered = now;
        return now.needs.entrySet().stream()
                .anyMatch(needs ->
                        !before.needs.getOrDefault(needs.getKey(), Set.of()).containsAll(needs.getValue()));
    }

    private Rule ruleOf(Contribution<AudienceRule> contribution) {
        AudienceRule extension = contribution.extension();
        Set<String> types =
                catalog.get().types().stream().map(ContentType::uid).collect(Collectors.toUnmodifiableSet());
        String name = extension.getClass().getSimpleName();
        Set<String> needs = Set.of();
        try {
            types = Set.copyOf(extension.contentTypes());
            name = Objects.requireNonNull(extension.name());
            needs = Set.copyOf(extension.needs());
        } catch (RuntimeException | Error e) {
            LOG.error(
                    "{} of plugin {} is an audience rule that does not tell what it is for: nobody hears of {}",
                    extension.getClass().getName(),
                    contribution.plugin(),
                    types,
                    e);
            return new Rule(new Guarded<>(contribution, name, types, nanoTime), needs, false);
        }
        Rule rule = new Rule(new Guarded<>(contribution, name, types, nanoTime), needs, true);
        for (String uid : types) {
            catalog.get()
                    .find(uid)
                    .ifPresentOrElse(
                            type -> rule.needs.forEach(needed -> tellWrong(rule, type, needed)),
                            () -> LOG.warn(
                                    "The audience rule {} is for '{}', but the host has no such content type",
                                    rule,
                                    uid));
        }
        LOG.info("The audience rule {} decides who hears of {}", rule, types);
        return rule;
    }

    private static void tellWrong(Rule rule, ContentType type, String name) {
        Optional<Attribute> attribute = type.attribute(name);
        if (attribute.isEmpty() || attribute.get().isToMany()) {
            LOG.error(
                    "The audience rule {} needs '{}' of {}, which {}: nobody hears of {}",
                    rule,
                    name,
                    type,
                    attribute.isEmpty() ? "has no such attribute" : "cannot be had: it is a relation to many",
                    type);
        }
    }

    /** The attributes that rules need of a content type, and that must be read for them. Never waits. */
    public Set<String> needs(String uid) {
        return offered.needs.getOrDefault(uid, Set.of());
    }

    /** Whether all is known that rules need of an event. What a caller tells of is what the caller says. */
    public boolean knowEnough(Announcement announcement) {
        ContentChange change = announcement.change();
        if (announcement.source() == Announcement.Source.CALLER) {
            return true;
        }
        Set<String> needs = needs(change.uid());
        return Stream.of(change.before(), change.after())
                .flatMap(Optional::stream)
                .allMatch(state -> state.values().keySet().containsAll(needs));
    }

    /** How far a change may be heard. What goes wrong is logged and counted, and lets nobody hear. */
    Hearing hearing(Exposure exposure, ContentChange change) {
        Offered current = offered;
        List<Rule> rules = current.byType.getOrDefault(exposure.type().uid(), List.of());
        Hearing ruled = Hearing.EVERYONE;
        if (exposure.audienceRule() != null && isMissing(exposure, rules, current)) {
            ruled = Hearing.NOBODY;
            observer.withheld();
        } else if (!rules.isEmpty()) {
            ruled = decided(rules, change);
        }
        if (exposure.audience() == Listeners.EVERYONE) {
            return ruled;
        }
        Scope now = subscribers(exposure, change.entry());
        Scope before = change.before()
                .filter(old -> !old.documentId().equals(change.entry().documentId()))
                .map(old -> subscribers(exposure, old))
                .orElse(now);
        return new Hearing(ruled.before().and(before), ruled.after().and(now));
    }

    /** Whether rules let somebody, who is in these rooms, hear of an entry that is in this state. */
    boolean allow(Exposure exposure, Entry state, Set<Room> rooms) {
        return scope(exposure, state).includes(rooms);
    }

    /** Whom rules let hear of an entry that is in this state. */
    Scope scope(Exposure exposure, Entry state) {
        Offered now = offered;
        List<Rule> rules = now.byType.getOrDefault(exposure.type().uid(), List.of());
        if (exposure.audienceRule() != null && isMissing(exposure, rules, now)) {
            return Scope.NOBODY;
        }
        return rules.isEmpty()
                ? Scope.EVERYONE
                : decided(rules, ContentChange.created(exposure.type().uid(), state))
                        .after();
    }

    private static Scope subscribers(Exposure exposure, Entry entry) {
        String uid = exposure.type().uid();
        return Scope.of(Set.of(Room.type(uid), Room.entity(uid, entry.documentId())));
    }

    private static boolean isMissing(Exposure exposure, List<Rule> rules, Offered now) {
        String name = exposure.audienceRule();
        if (rules.stream().anyMatch(rule -> rule.guarded.name().equals(name))) {
            return false;
        }
        if (now.warned.add(exposure.type().uid())) {
            LOG.warn("Nobody hears of {}: no started plugin has the audience rule '{}' for it", exposure.type(), name);
        }
        return true;
    }

    private Hearing decided(List<Rule> rules, ContentChange change) {
        Scope before = Scope.EVERYONE;
        Scope after = Scope.EVERYONE;
        for (Rule rule : rules) {
            try {
                Entry old = change.before().map(rule::known).orElse(null);
                Entry now = change.after().map(rule::known).orElse(null);
                Scope ofOld = old == null ? Scope.NOBODY : rule.decide(change.uid(), old);
                Scope ofNow = now == null ? Scope.NOBODY : now.equals(old) ? ofOld : rule.decide(change.uid(), now);
                before = before.and(ofOld);
                after = after.and(ofNow);
            } catch (RuntimeException | Error e) {
                observer.withheld();
                rule.guarded.failed("nobody hears of " + change, e);
                return Hearing.NOBODY;
            }
        }
        return new Hearing(before, after);
    }

    private static final class Rule {
        private final Guarded<AudienceRule> guarded;
        private final Set<String> needs;
        private final boolean isUsable;

        Rule(Guarded<AudienceRule> guarded, Set<String> needs, boolean isUsable) {
            this.guarded = guarded;
            this.needs = needs;
            this.isUsable = isUsable;
        }

        /** What it may see of a state. */
        Entry known(Entry state) {
            if (!isUsable) {
                throw new IllegalStateException("it did not tell what it is for");
            }
            Map<String, @Nullable Object> values = new HashMap<>();
            for (String name : needs) {
                if (!state.values().containsKey(name)) {
                    throw new IllegalStateException("it needs '" + name + "', which is not known of this entry");
                }
                Object value = state.values().get(name);
                values.put(name, value instanceof Entry related ? Entry.of(related.id(), Map.of()) : value);
            }
            return new Entry(state.id(), state.documentId(), values);
        }

        Scope decide(String uid, Entry known) {
            Hearers hearers = guarded.ask((rule, context) -> rule.hearers(uid, known, context));
            if (Objects.requireNonNull(hearers, "it returned null").isEveryone()) {
                return Scope.EVERYONE;
            }
            Set<Room> rooms = new HashSet<>();
            hearers.roles().forEach(id -> rooms.add(new Room(Room.Kind.ROLE, id)));
            hearers.tokens().forEach(id -> rooms.add(new Room(Room.Kind.TOKEN, id)));
            hearers.users().forEach(id -> rooms.add(new Room(Room.Kind.USER, id)));
            hearers.rooms().forEach(name -> rooms.add(new Room(Room.Kind.CUSTOM, name)));
            return Scope.of(rooms);
        }

        @Override
        public String toString() {
            return guarded.toString();
        }
    }

    private static final class Offered {
        private final Map<String, List<Rule>> byType;
        private final Map<String, Set<String>> needs = new HashMap<>();
        private final Set<String> warned = ConcurrentHashMap.newKeySet();

        Offered(Map<String, List<Rule>> byType) {
            this.byType = byType;
            byType.forEach((uid, rules) -> needs.put(
                    uid, rules.stream().flatMap(rule -> rule.needs.stream()).collect(Collectors.toUnmodifiableSet())));
        }
    }
}
