package dev.pluginio.session.handlers;

import dev.pluginio.api.content.Action;
import dev.pluginio.api.content.ContentCatalog;
import dev.pluginio.api.event.ContentChange;
import dev.pluginio.api.event.ContentEvent;
import dev.pluginio.api.realtime.ContentListener;
import dev.pluginio.delivery.Redaction;
import dev.pluginio.log.Announcement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells plugins what the host changed. Thread-safe; nothing here waits for a plugin. */
public final class ContentListeners {

    private static final Logger LOG = LoggerFactory.getLogger(ContentListeners.class);
    private static final Set<Action> OF_ROWS = Set.of(Action.CREATE, Action.UPDATE, Action.DELETE);

    private final Supplier<ContentCatalog> catalog;
    private volatile Offered offered = new Offered(List.of());

    /**
     * Begins without listeners.
     *
     * @param catalog tells which attributes are private
     */
    public ContentListeners(Supplier<ContentCatalog> catalog) {
        this.catalog = catalog;
    }

    /** Tells these from now on. Those that were told before, and still are, miss nothing. */
    public synchronized void offer(List<Bound<ContentListener>> listeners) {
        Map<Bound<ContentListener>, Mailbox> known =
                offered.all.stream().collect(Collectors.toMap(Mailbox::bound, mailbox -> mailbox));
        Offered now = new Offered(listeners.stream()
                .map(bound -> Optional.ofNullable(known.remove(bound)).orElseGet(() -> begun(bound)))
                .toList());
        known.values().forEach(Mailbox::close);
        offered = now;
    }

    private static Mailbox begun(Bound<ContentListener> bound) {
        Set<String> needs = Set.of();
        try {
            ContentListener listener = bound.extension();
            needs = listener == null ? Set.of() : Set.copyOf(listener.needs());
        } catch (RuntimeException | Error e) {
            LOG.warn("{} does not tell what it needs to know, and gets what is known", bound, e);
        }
        LOG.debug("{} hears of changes of {}", bound, bound.names());
        return new Mailbox(bound, needs);
    }

    /** Whether anybody hears of changes of a content type. Never waits. */
    public boolean isHeard(String uid) {
        return offered.byType.containsKey(uid);
    }

    /** The attributes that must be known of a content type. Never waits. */
    public Set<String> needs(String uid) {
        return offered.needs.getOrDefault(uid, Set.of());
    }

    /** Something was committed, or asked for. */
    public void next(Announcement announcement, ContentEvent event) {
        if (isChange(announcement)) {
            offered.byType
                    .getOrDefault(event.change().uid(), List.of())
                    .forEach(mailbox -> mailbox.put(disclosed(event, mailbox.needs())));
        }
    }

    /** What a host without JPA gives, or other extensions need, is not for everybody. */
    private ContentEvent disclosed(ContentEvent event, Set<String> needs) {
        ContentChange left = Redaction.disclosed(event.change(), catalog.get(), needs);
        return left == event.change() ? event : event.about(left);
    }

    /** What means more than one thing, such as an update that publishes, is announced as often, and is one change. */
    private static boolean isChange(Announcement announcement) {
        return announcement.source() != Announcement.Source.CALLER
                && (announcement.words().size() == 1
                        || OF_ROWS.contains(announcement.change().action()));
    }

    /** Changes were lost on their way. */
    public void gap() {
        offered.all.forEach(Mailbox::miss);
    }

    private static final class Offered {
        private final List<Mailbox> all;
        private final Map<String, List<Mailbox>> byType = new HashMap<>();
        private final Map<String, Set<String>> needs = new HashMap<>();

        Offered(List<Mailbox> all) {
            this.all = all;
            for (Mailbox mailbox : all) {
                for (String uid : mailbox.bound().names()) {
                    byType.merge(uid, List.of(mailbox), ContentListeners::joined);
                    needs.merge(uid, mailbox.needs(), ContentListeners::joined);
                }
            }
        }
    }

    private static <T> List<T> joined(List<T> some, List<T> more) {
        return Stream.concat(some.stream(), more.stream()).toList();
    }

    private static <T> Set<T> joined(Set<T> some, Set<T> more) {
        return Stream.concat(some.stream(), more.stream()).collect(Collectors.toUnmodifiableSet());
    }
}
