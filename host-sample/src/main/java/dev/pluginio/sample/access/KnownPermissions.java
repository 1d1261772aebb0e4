package dev.pluginio.sample.access;

import dev.pluginio.api.content.Action;
import dev.pluginio.sample.content.ContentModel;
import dev.pluginio.sample.content.ModelType;
import dev.pluginio.sample.problem.Problem;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The permissions that there are: {@code uid.action} for each content type and each action on it. */
public final class KnownPermissions {

    private static final List<Action> ALWAYS = List.of(Action.FIND, Action.CREATE, Action.UPDATE, Action.DELETE);
    private static final List<Action> WITH_DRAFTS = List.of(Action.PUBLISH, Action.UNPUBLISH, Action.FIND_DRAFTS);

    private final ContentModel model;

    /**
     * Makes the list.
     *
     * @param model the content types
     */
    public KnownPermissions(ContentModel model) {
        this.model = model;
    }

    /**
     * Lists them.
     *
     * @return such as {@code api::article.article.find}
     */
    public Set<String> all() {
        Set<String> all = new TreeSet<>();
        for (ModelType type : model.types()) {
            ALWAYS.forEach(action -> all.add(type.uid() + "." + action));
            if (type.hasDrafts()) {
                WITH_DRAFTS.forEach(action -> all.add(type.uid() + "." + action));
            }
        }
        return all;
    }

    /**
     * Lists the permissions of one action on all types.
     *
     * @param action such as {@link Action#FIND}
     * @return such as {@code api::article.article.find}
     */
    public Set<String> all(Action action) {
        Set<String> all = all();
        all.removeIf(permission -> !permission.endsWith("." + action));
        return all;
    }

    /**
     * Checks what somebody asks to grant. Plugins may send events with actions of their own, so any well-formed action
     * is accepted; the content type must exist.
     *
     * @param untrusted such as {@code api::article.article.find}
     * @return the same
     * @throws Problem if one names no content type or no action
     */
    public Set<String> check(Set<String> untrusted) {
        untrusted.forEach(this::check);
        return untrusted;
    }

    private void check(String permission) {
        int dot = permission.lastIndexOf('.');
        if (dot < 0 || model.find(permission.substring(0, dot)).isEmpty() || permission.length() > 200) {
            throw Problem.invalid(
                    "permissions",
                    "permission '" + permission + "' must be the uid of a content type, a dot and an action");
        }
        try {
            new Action(permission.substring(dot + 1));
        } catch (IllegalArgumentException e) {
            throw Problem.invalid("permissions", "permission '" + permission + "' names no action");
        }
    }
}
