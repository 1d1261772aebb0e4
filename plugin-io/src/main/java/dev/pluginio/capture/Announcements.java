package dev.pluginio.capture;

import dev.pluginio.api.content.Action;
import dev.pluginio.api.content.Entry;
import dev.pluginio.api.event.ContentChange;
import dev.pluginio.api.realtime.Envelope;
import dev.pluginio.api.realtime.Reach;
import dev.pluginio.log.Announcement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Puts together what was captured in a transaction and what was asked for in it. Captured changes come first, in the
 * order in which the entries were first touched, then what was asked for, in that order.
 *
 * <p>An asked-for create, update or delete of an entry that the transaction changed is that change: there is one event,
 * the captured one, whichever of the three words was used (asking for {@code update} of an entry that the transaction
 * created sends its create, for to those who listen it was never anything else). An asked-for publish or unpublish is
 * one with a captured one of the same word, and otherwise goes out by itself. An envelope that was asked for is used.
 */
final class Announcements {

    private Announcements() {}

    /** Merges; futures of requests that end here are completed. */
    static List<Announcement> of(List<Telling> captured, List<Announcement> asked, Interest interest) {
        List<Slot> slots = new ArrayList<>();
        for (Telling telling : captured) {
            telling.changes().forEach(change -> slots.add(new Slot(telling, change)));
        }
        List<Announcement> further = new ArrayList<>();
        for (Announcement request : asked) {
            Telling telling = about(request, captured);
            Slot slot = telling == null ? null : slot(request, telling, slots);
            if (slot != null) {
                slot.join(request);
            } else if (telling != null && endsHere(request.change().action(), telling, interest)) {
                takeBack(request);
            } else {
                further.add(request);
            }
        }
        List<Announcement> all = new ArrayList<>(slots.size() + further.size());
        captured.forEach(
                telling -> telling.untold(interest).map(Announcement::untold).ifPresent(all::add));
        slots.forEach(slot -> all.add(slot.announcement()));
        all.addAll(further);
        return all;
    }

    /** Tells whoever asked that nothing was sent. */
    static void takeBack(Announcement announcement) {
        CompletableFuture<Reach> reach = announcement.reach();
        if (reach != null) {
            reach.complete(Reach.NOBODY);
        }
    }

    private static @Nullable Telling about(Announcement request, List<Telling> captured) {
        if (!request.change().action().isBuiltIn()) {
            return null;
        }
        Entry entry = request.change().entry();
        for (Telling telling : captured) {
            if (telling.key().uid().equals(request.change().uid()) && isSame(entry, telling)) {
                return telling;
            }
        }
        return null;
    }

    private static boolean isSame(Entry entry, Telling telling) {
        return entry.documentId().equals(telling.documentId())
                || String.valueOf(entry.id())
                        .equals(String.valueOf(telling.key().id()));
    }

    private static @Nullable Slot slot(Announcement request, Telling telling, List<Slot> slots) {
        Action action = request.change().action();
        for (Slot slot : slots) {
            if (slot.telling == telling && (slot.change.action().equals(action) || (isRow(action) && slot.isRow()))) {
                return slot;
            }
        }
        return null;
    }

    private static boolean endsHere(Action action, Telling telling, Interest interest) {
        if (telling.kind() == ChangeSet.Kind.NOTHING) {
            return true;
        }
        Action done = switch (telling.kind()) {
            case CREATE -> Action.CREATE;
            case UPDATE, NOTHING -> Action.UPDATE;
            case DELETE -> Action.DELETE;
        };
        return isRow(action)
                && interest.exposure(telling.key().uid())
                        .filter(exposure -> exposure.actions().contains(done))
                        .isPresent();
    }

    private static boolean isRow(Action action) {
        return action.equals(Action.CREATE) || action.equals(Action.UPDATE) || action.equals(Action.DELETE);
    }

    /** A captured change, and who else asked for it. */
    private static final class Slot {
        private final Telling telling;
        private final ContentChange change;
        private @Nullable Envelope envelope;
        private @Nullable CompletableFuture<Reach> reach;

        Slot(Telling telling, ContentChange change) {
            this.telling = telling;
            this.change = change;
        }

        boolean isRow() {
            return Announcements.isRow(change.action());
        }

        void join(Announcement request) {
            if (request.envelope() != null) {
                envelope = request.envelope();
            }
            CompletableFuture<Reach> asked = request.reach();
            if (asked == null) {
                return;
            }
            CompletableFuture<Reach> shared = reach == null ? new CompletableFuture<>() : reach;
            reach = shared;
            shared.whenComplete((sent, failure) -> {
                if (failure != null) {
                    asked.completeExceptionally(failure);
                } else {
                    asked.complete(sent);
                }
            });
        }

        Announcement announcement() {
            return new Announcement(change, telling.words(), envelope, reach, Announcement.Source.HOST);
        }
    }
}
