package dev.pluginio.session.handlers;

import dev.pluginio.access.AccessCache;
import dev.pluginio.api.access.Permissions;
import dev.pluginio.api.access.Principal;
import dev.pluginio.api.content.Action;
import dev.pluginio.api.realtime.EventHandler;
import dev.pluginio.describe.form.Handled;
import dev.pluginio.session.arguments.Binding;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * On what terms a handler of events is called, as it told when its plugin started.
 *
 * @param need what the client must be permitted to do
 * @param types what the first arguments must be
 * @param handled both, and the answer, for those who write clients
 */
record Terms(@Nullable Need need, List<Class<?>> types, Handled handled) {

    static final Terms NONE = new Terms(null, List.of(), Handled.SOMEHOW);

    /** A permission: a content type and an action. */
    record Need(String uid, Action action) {

        static Need of(String permission) {
            int dot = permission.lastIndexOf('.');
            if (dot <= 0) {
                throw new IllegalArgumentException("its permission '" + permission
                        + "' must be a uid and an action, such as 'api::comment.comment.create'");
            }
            return new Need(permission.substring(0, dot), new Action(permission.substring(dot + 1)));
        }

        boolean isIn(Permissions permissions) {
            return permissions.allows(uid, action);
        }
    }

    /**
     * Asks a handler.
     *
     * @throws IllegalArgumentException if it cannot be called on such terms
     */
    static Terms of(EventHandler handler, Supplier<Binding> binding) {
        Need need = handler.permission().map(Need::of).orElse(null);
        List<Class<?>> types = List.copyOf(handler.argumentTypes());
        types.forEach(type -> binding.get().check(type));
        Handled handled = new Handled(
                types.stream().map(type -> binding.get().form(type)).toList(),
                handler.answerType().map(Binding::answer).orElse(null),
                permissions -> need == null || need.isIn(permissions));
        return new Terms(need, types, handled);
    }

    /** Whether somebody may call it; may block, because the host may be asked. */
    boolean isMetBy(Principal principal, AccessCache access) {
        if (need == null) {
            return true;
        }
        Permissions permissions = access.rights().permissions().get(principal.grantee());
        return permissions != null && need.isIn(permissions);
    }
}
