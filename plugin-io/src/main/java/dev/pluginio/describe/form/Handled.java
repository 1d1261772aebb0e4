package dev.pluginio.describe.form;

import dev.pluginio.api.access.Permissions;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What whoever handles an event told of it.
 *
 * @param arguments its first arguments; empty if it takes whatever comes
 * @param answer what stands beside {@code success} in an acknowledgement; null if nothing is known of it
 * @param mayBeSent whether those may send it who have some permissions
 */
public record Handled(List<Form> arguments, @Nullable Form answer, Predicate<Permissions> mayBeSent) {

    /** Nothing is known, and everybody may. */
    public static final Handled SOMEHOW = new Handled(List.of(), null, permissions -> true);

    public Handled {
        arguments = List.copyOf(arguments);
    }
}
