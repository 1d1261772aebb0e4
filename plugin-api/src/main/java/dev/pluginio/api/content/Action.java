package dev.pluginio.api.content;

import java.util.Set;
import java.util.regex.Pattern;

/**
 * What was done to an entry, or what somebody may do: the second half of an event's name and of a permission.
 *
 * @param name such as {@code update}; letters, digits, hyphens and underscores, a letter first
 * @since 0.1
 */
public record Action(String name) {

    /** An entry came into being. */
    public static final Action CREATE = new Action("create");
    /** An entry changed. */
    public static final Action UPDATE = new Action("update");
    /** An entry is gone. */
    public static final Action DELETE = new Action("delete");
    /** A draft was published. */
    public static final Action PUBLISH = new Action("publish");
    /** A published entry became a draft again. */
    public static final Action UNPUBLISH = new Action("unpublish");
    /** An entry came into somebody's sight: told only, in place of what brought it there. */
    public static final Action ENTER = new Action("enter");
    /** An entry went out of somebody's sight: told only, in place of what took it away. */
    public static final Action LEAVE = new Action("leave");
    /** Reading entries: a permission only. */
    public static final Action FIND = new Action("find");
    /** Reading entries that are not published: a permission only. */
    public static final Action FIND_DRAFTS = new Action("findDrafts");

    private static final Set<String> BUILT_IN = Set.of("create", "update", "delete", "publish", "unpublish");

    /**
     * Checks the name.
     *
     * @param name such as {@code update}
     * @throws IllegalArgumentException if the name is malformed
     */
    public Action {
        if (!Pattern.matches("[A-Za-z][A-Za-z0-9_-]*", name)) {
            throw new IllegalArgumentException(
                    "action '" + name + "' must be a letter followed by letters, digits, hyphens or underscores");
        }
    }

    /**
     * Tells whether the plugin itself announces this action when content changes.
     *
     * @return true for create, update, delete, publish and unpublish
     */
    public boolean isBuiltIn() {
        return BUILT_IN.contains(name);
    }

    @Override
    public String toString() {
        return name;
    }
}
