package dev.pluginio.capture;

import dev.pluginio.access.Exposure;
import dev.pluginio.api.content.Action;
import dev.pluginio.api.content.Entry;
import dev.pluginio.api.event.ContentChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What is told of one collapsed change.
 *
 * @param key the entry
 * @param kind what was done to it
 * @param documentId the entry's other identifier; null where nobody wanted to know
 * @param changes what is told, in order; empty where nobody wants to know or configuration says so
 * @param net what was done, whether it is told or not; null where nobody wanted to know
 */
public record Telling(
        EntryKey key,
        ChangeSet.Kind kind,
        @Nullable String documentId,
        List<ContentChange> changes,
        @Nullable ContentChange net) {

    public Telling {
        changes = List.copyOf(changes);
    }

    /** Tells nothing of a change. */
    public static Telling nothing(EntryKey key, ChangeSet.Kind kind) {
        return new Telling(key, kind, null, List.of(), null);
    }

    /** The actions of what is told. */
    public Set<Action> words() {
        return changes.size() == 1
                ? Set.of(changes.get(0).action())
                : changes.stream().map(ContentChange::action).collect(Collectors.toUnmodifiableSet());
    }

    /**
     * Tells of a change as configured. A publication follows the update that brought it; where nothing is sent of
     * drafts, it is told in place of the update, as content that appears.
     *
     * @param before the state before the transaction; null if there was none
     * @param after the state after it; null if there is none
     */
    public static Telling of(
            EntryKey key, ChangeSet.Kind kind, Exposure exposure, @Nullable Entry before, @Nullable Entry after) {
        List<ContentChange> changes = new ArrayList<>(2);
        for (ContentChange change : all(exposure, before, after)) {
            if (exposure.actions().contains(change.action())) {
                changes.add(change);
            }
        }
        Entry entry = after != null ? after : before;
        return new Telling(
                key,
                kind,
                entry == null ? null : entry.documentId(),
                changes,
                changes.isEmpty() ? net(key.uid(), before, after) : changes.get(0));
    }

    private static @Nullable ContentChange net(String uid, @Nullable Entry before, @Nullable Entry after) {
        if (after == null) {
            return before == null ? null : ContentChange.deleted(uid, before);
        }
        return before == null ? ContentChange.created(uid, after) : ContentChange.updated(uid, before, after);
    }

    /** A change of which nobody is told, though all must be known. */
    public Optional<ContentChange> untold(Interest interest) {
        return changes.isEmpty() && interest.isFollowed(key.uid()) ? Optional.ofNullable(net) : Optional.empty();
    }

    private static List<ContentChange> all(Exposure exposure, @Nullable Entry before, @Nullable Entry after) {
        String uid = exposure.type().uid();
        boolean drafts = exposure.type().hasDrafts();
        boolean publishedOnly = drafts && exposure.onlyPublished();
        if (before == null) {
            return after == null || (publishedOnly && !after.isPublished())
                    ? List.of()
                    : List.of(ContentChange.created(uid, after));
        }
        if (after == null) {
            return publishedOnly && !before.isPublished() ? List.of() : List.of(ContentChange.deleted(uid, before));
        }
        ContentChange update = ContentChange.updated(uid, before, after);
        if (!drafts || before.isPublished() == after.isPublished()) {
            return publishedOnly && !after.isPublished() ? List.of() : List.of(update);
        }
        ContentChange moved =
                ContentChange.of(uid, after.isPublished() ? Action.PUBLISH : Action.UNPUBLISH, before, after);
        return publishedOnly ? List.of(moved) : List.of(update, moved);
    }
}
