package dev.pluginio.describe.form;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What whoever handles an event told of it.
 *
 * @param arguments its first arguments; empty if it takes whatever comes
 * @param answer what stands beside {@code success} in an acknowledgement; null if nothing is known of it
 */
public record Handled(List<Form> arguments, @Nullable Form answer) {

    /** Nothing is known. */
    public static final Handled SOMEHOW = new Handled(List.of(), null);

    public Handled {
        arguments = List.copyOf(arguments);
    }
}
