package dev.pluginio.describe;

import dev.pluginio.access.Exposure;
import dev.pluginio.access.SensitiveNames;
import dev.pluginio.api.access.Permissions;
import dev.pluginio.delivery.Rules;
import dev.pluginio.delivery.Shape;
import dev.pluginio.describe.form.Form;
import dev.pluginio.describe.form.Handled;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
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
     * @param arguments what it takes, in their order
     * @param mayHaveMore whether there may be others behind them, of which nothing is known
     * @param answer what an acknowledgement says beside its success; null if nothing is known of it
     */
    record Sent(
            String name, String summary, List<Argument> arguments, boolean mayHaveMore, Form.@Nullable Either answer) {
        Sent {
            arguments = List.copyOf(arguments);
        }
    }

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
     * @param handled the events that somebody handles, with what is known of them
     */
    static Vocabulary of(
            String audience, Permissions permissions, Rules rules, Shape shape, Map<String, Handled> handled) {
        List<Heard> heard = new ArrayList<>();
        List<Form.Struct> subscriptions = new ArrayList<>();
        for (Exposure exposure : rules.exposures().configured()) {
            TypeEvents type = new TypeEvents(exposure, permissions, rules, shape);
            heard.addAll(type.heard());
            type.subscription().ifPresent(subscriptions::add);
        }
        heard.addAll(BuiltIn.heard(rules.atomic()));
        BuiltIn builtIn = new BuiltIn(subscriptions);
        List<Sent> sent = new TreeMap<>(handled)
                .entrySet().stream()
                        .filter(event -> event.getValue().mayBeSent().test(permissions))
                        .map(event -> builtIn.sent(event.getKey())
                                .orElseGet(() -> byPlugin(event.getKey(), event.getValue(), rules)))
                        .toList();
        return new Vocabulary(audience, heard, sent);
    }

    private static Sent byPlugin(String name, Handled handled, Rules rules) {
        List<Argument> arguments = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Form form : handled.arguments()) {
            String told = form instanceof Form.Struct struct ? uncapitalized(struct.name()) : "argument";
            String argument = told;
            for (int i = 2; !names.add(argument); i++) {
                argument = told + i;
            }
            arguments.add(new Argument(argument, form));
        }
        Form answer = handled.answer();
        return new Sent(
                name,
                "Handled by a plugin" + (answer == null ? "; may ask for an acknowledgement." : "."),
                arguments,
                arguments.isEmpty(),
                answer == null ? null : new Form.Either(List.of(insensitive(answer, rules.sensitive()))));
    }

    private static String uncapitalized(String name) {
        return name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
    }

    /** What is sent of it. */
    private static Form insensitive(Form form, SensitiveNames sensitive) {
        if (form instanceof Form.Struct struct) {
            Map<String, Form> fields = new LinkedHashMap<>(struct.fields());
            fields.keySet().removeIf(sensitive::contains);
            return new Form.Struct(struct.name(), fields).map(part -> insensitive(part, sensitive));
        }
        return form.map(part -> insensitive(part, sensitive));
    }
}
