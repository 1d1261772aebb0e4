package dev.pluginio.api.event;

import dev.pluginio.api.content.Action;
import dev.pluginio.api.content.Entry;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What one transaction did to one entry.
 *
 * @since 0.1
 */
public final class ContentChange {

    private final String uid;
    private final Action action;
    private final @Nullable Entry before;
    private final @Nullable Entry after;

    private ContentChange(String uid, Action action, @Nullable Entry before, @Nullable Entry after) {
        if (action.equals(Action.ENTER) || action.equals(Action.LEAVE)) {
            throw new IllegalArgumentException(
                    "'" + action + "' of '" + uid + "' cannot be announced: it is told to those"
                            + " whom a change brings an entry into sight, or takes it away from; give the action another name");
        }
        this.uid = uid;
        this.action = action;
        this.before = before;
        this.after = after;
    }

    /**
     * Tells of a new entry.
     *
     * @param uid the content type's uid
     * @param after the entry
     * @return the change
     */
    public static ContentChange created(String uid, Entry after) {
        return new ContentChange(uid, Action.CREATE, null, Objects.requireNonNull(after, "after"));
    }

    /**
     * Tells of an entry that changed.
     *
     * @param uid the content type's uid
     * @param before the entry as it was before the transaction; its own values suffice, relations are not needed
     * @param after the entry as the transaction leaves it
     * @return the change
     */
    public static ContentChange updated(String uid, Entry before, Entry after) {
        return new ContentChange(
                uid, Action.UPDATE, Objects.requireNonNull(before, "before"), Objects.requireNonNull(after, "after"));
    }

    /**
     * Tells of an entry that is gone.
     *
     * @param uid the content type's uid
     * @param before the entry as it was before the transaction; its own values suffice, relations are not needed
     * @return the change
     */
    public static ContentChange deleted(String uid, Entry before) {
        return new ContentChange(uid, Action.DELETE, Objects.requireNonNull(before, "before"), null);
    }

    /**
     * Tells of something else that happened to an entry, which stays as it is.
     *
     * @param uid the content type's uid
     * @param action what happened
     * @param entry the entry
     * @return the change
     * @throws IllegalArgumentException if the action is enter or leave, which nobody announces
     */
    public static ContentChange of(String uid, Action action, Entry entry) {
        if (action.equals(Action.DELETE)) {
            return deleted(uid, entry);
        }
        return action.equals(Action.CREATE)
                ? created(uid, entry)
                : new ContentChange(uid, action, entry, Objects.requireNonNull(entry, "entry"));
    }

    /**
     * Tells what a change of an entry means, such as that it was published.
     *
     * @param uid the content type's uid
     * @param action what the change means; neither create nor delete
     * @param before the entry as it was before the transaction; its own values suffice, relations are not needed
     * @param after the entry as the transaction leaves it
     * @return the change
     * @throws IllegalArgumentException if the action is create or delete, which know one state only, or enter or
     *     leave, which nobody announces
     */
    public static ContentChange of(String uid, Action action, Entry before, Entry after) {
        if (action.equals(Action.CREATE) || action.equals(Action.DELETE)) {
            throw new IllegalArgumentException("'" + action + "' of '" + uid + "' has no state before and after");
        }
        return new ContentChange(
                uid, action, Objects.requireNonNull(before, "before"), Objects.requireNonNull(after, "after"));
    }

    /**
     * The content type's uid.
     *
     * @return such as {@code api::article.article}
     */
    public String uid() {
        return uid;
    }

    /**
     * What was done.
     *
     * @return the action
     */
    public Action action() {
        return action;
    }

    /**
     * The entry before the transaction.
     *
     * @return its state, or empty if there was no such entry
     */
    public Optional<Entry> before() {
        return Optional.ofNullable(before);
    }

    /**
     * The entry after the transaction.
     *
     * @return its state, or empty if there is no such entry any more
     */
    public Optional<Entry> after() {
        return Optional.ofNullable(after);
    }

    /**
     * The entry as it is now, or as it was last.
     *
     * @return the state after the transaction, or before it if the entry is gone
     */
    public Entry entry() {
        return after != null ? after : Objects.requireNonNull(before);
    }

    @Override
    public String toString() {
        return uid + "." + action + " " + entry().documentId();
    }
}
