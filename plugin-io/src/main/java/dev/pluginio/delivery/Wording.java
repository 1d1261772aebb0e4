package dev.pluginio.delivery;

import dev.pluginio.access.Exposure;
import dev.pluginio.api.content.Action;
import dev.pluginio.api.event.ContentChange;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * By which words a change is told; none where nothing is told. What an update, a publication or an unpublication shows to
 * or hides from somebody is told once, by {@code enter} or {@code leave} in place of all that the change means, and by the
 * first of them. Where nothing is sent of drafts, publication and unpublication are those words.
 *
 * @param seen to those who see the entry before and after, in full
 * @param appears to those who see it only now, in full
 * @param vanishes to those who see it no more, by its identifiers
 */
record Wording(
        @Nullable Action seen,
        @Nullable Action appears,
        @Nullable Action vanishes) {

    private static final Wording CREATE = new Wording(null, Action.CREATE, null);
    private static final Wording DELETE = new Wording(null, null, Action.DELETE);
    private static final Wording UPDATE = new Wording(Action.UPDATE, Action.ENTER, Action.LEAVE);

    /**
     * Finds the words.
     *
     * @param words all actions by which the change is told, that of this one among them
     */
    static Wording of(ContentChange change, Set<Action> words, Exposure exposure) {
        Action action = change.action();
        if (action.equals(Action.CREATE)) {
            return CREATE;
        }
        if (action.equals(Action.DELETE)) {
            return DELETE;
        }
        if (!action.isBuiltIn()) {
            return new Wording(action, action, null);
        }
        boolean isUpdate = action.equals(Action.UPDATE);
        if (exposure.hidesDrafts() && isMoved(change)) {
            return isUpdate ? new Wording(action, null, null) : new Wording(action, action, action);
        }
        if (isUpdate) {
            return UPDATE;
        }
        boolean isToldByTheUpdate = words.contains(Action.UPDATE);
        return isToldByTheUpdate ? new Wording(action, null, null) : new Wording(action, Action.ENTER, Action.LEAVE);
    }

    private static boolean isMoved(ContentChange change) {
        return change.before().isPresent()
                && change.after().isPresent()
                && change.before().get().isPublished() != change.after().get().isPublished();
    }

    /** Whether a word is for all who hear of any of the actions by which the change is told. */
    static boolean isForAll(Action word) {
        return word.equals(Action.ENTER) || word.equals(Action.LEAVE);
    }
}
