package dev.pluginio.describe;

import dev.pluginio.access.Exposure;
import dev.pluginio.api.access.Permissions;
import dev.pluginio.delivery.Rules;
import dev.pluginio.delivery.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The events that there are for a role or token, under some rules: what it hears, each with what it sees of it, and what
 * it can send.
 *
 * @param audience the role or token, as people read it
 * @param heard the events that are sent to it
 * @param sent the events that it may send, by name
 */
record Vocabulary(String audience, List<Heard> heard, List<Sent> sent) {

    /**
     * An event that is sent to clients.
     *
     * @param name such as {@code article:update}
     * @param summary when it is sent
     * @param payload its argument
     */
    record Heard(String name, String summary, Form payload) {}

    /**
     * An event that clients send.
     *
     * @param name such as {@code join-room}
     * @param summary what it does
     * @param argument what it takes; null if nothing
     * @param answer what an acknowledgement says beside its success; null if nothing is known of it, nor of what it takes
     */
    record Sent(String name, String summary, @Nullable Argument argument, Form.@Nullable Either answer) {}

    /** What an event takes, under a name that people read. */
    record Argument(String name, Form form) {}

    Vocabulary {
        heard = List.copyOf(heard);
        sent = List.copyOf(sent);
    }

    /**
     * Works it out.
     *
     * @param audience the role or token, as people read it
     * @param permissions what it may do
     * @param rules what is sent, and in what form
     * @param shape where the attributes of an entry stand
     * @param handled the events that somebody handles
     */
    static Vocabulary of(String audience, Permissions permissions, Rules rules, Shape shape, Set<String> handled) {
        List<Heard> heard = new ArrayList<>();
        List<Form.Struct> subscriptions = new ArrayList<>();
        for (Exposure exposure : rules.exposures().configured()) {
            TypeEvents type = new TypeEvents(exposure, permissions, rules, shape);
            heard.addAll(type.heard());
            type.subscription().ifPresent(subscriptions::add);
        }
        heard.addAll(BuiltIn.heard());
        BuiltIn builtIn = new BuiltIn(subscriptions);
        return new Vocabulary(
                audience, heard, handled.stream().sorted().map(builtIn::sent).toList());
    }
}
