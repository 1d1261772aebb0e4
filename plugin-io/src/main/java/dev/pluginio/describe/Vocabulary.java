package dev.pluginio.describe;

import static dev.pluginio.api.content.ValueType.Kind.ANY;
import static dev.pluginio.api.content.ValueType.Kind.MOMENT;
import static dev.pluginio.api.content.ValueType.Kind.TEXT;

import dev.pluginio.access.Exposure;
import dev.pluginio.access.PermissionRule;
import dev.pluginio.access.View;
import dev.pluginio.api.access.Permissions;
import dev.pluginio.api.content.Action;
import dev.pluginio.api.content.Attribute;
import dev.pluginio.api.content.ContentType;
import dev.pluginio.api.realtime.Envelope;
import dev.pluginio.delivery.Rules;
import dev.pluginio.delivery.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The events that there are for a role or token, under some rules: what it hears, each with what it sees of it, and what
 * it can send.
 *
 * @param audience the role or token, as people read it
 * @param heard the events that are sent to it
 * @param sent the events that it may send, by name; they take any arguments, and an acknowledgement
 */
record Vocabulary(String audience, List<Heard> heard, List<String> sent) {

    private static final List<Action> FULL = List.of(Action.CREATE, Action.UPDATE, Action.PUBLISH);
    private static final List<Action> ORDER =
            List.of(Action.CREATE, Action.UPDATE, Action.DELETE, Action.PUBLISH, Action.UNPUBLISH);

    /**
     * An event that is sent to clients.
     *
     * @param name such as {@code article:update}
     * @param summary when it is sent
     * @param payload its argument
     */
    record Heard(String name, String summary, Form payload) {}

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
        for (Exposure exposure : rules.exposures().configured()) {
            new OfType(exposure, permissions, rules, shape).addTo(heard);
        }
        heard.add(new Heard(
                "access:changed",
                "The client has other rights than before.",
                new Form.Struct("AccessChanged", Map.of("reason", Form.of(TEXT)))));
        Map<String, Form> closed = new LinkedHashMap<>();
        closed.put("code", Form.of(TEXT));
        closed.put("reason", Form.of(TEXT));
        heard.add(new Heard(
                "session:closed", "The client is about to be disconnected.", new Form.Struct("SessionClosed", closed)));
        Map<String, Form> message = new LinkedHashMap<>();
        message.put("data", Form.of(ANY));
        message.put("from", Form.of(ANY));
        heard.add(new Heard(
                "private-message", "Another client has written.", new Form.Struct("PrivateMessage", message)));
        return new Vocabulary(audience, heard, handled.stream().sorted().toList());
    }

    /** The events of one content type. */
    private record OfType(Exposure exposure, Permissions permissions, Rules rules, Shape shape) {

        void addTo(List<Heard> heard) {
            ContentType type = exposure.type();
            View view = View.of(
                    type, exposure.populate(), permissions, rules.exposures().catalog(), rules.sensitive());
            String name = pascal(exposure.eventPrefix());
            Form entry = struct(name, type, view);
            Form reference = new Form.Struct("Reference", identifiers());
            boolean moves = false;
            for (Action action : ORDER) {
                if (!exposure.actions().contains(action) || !mayHear(action)) {
                    continue;
                }
                boolean isFull = FULL.contains(action)
                        || action.equals(Action.UNPUBLISH) && view.drafts() && !exposure.hidesDrafts();
                heard.add(event(name, action.name(), "After " + action.name() + ".", isFull ? entry : reference));
                moves |= !action.equals(Action.CREATE) && !action.equals(Action.DELETE);
            }
            if (moves) {
                heard.add(event(name, "enter", "A change brought the entry into sight.", entry));
                heard.add(event(name, "leave", "A change took the entry out of sight.", reference));
            }
        }

        private boolean mayHear(Action action) {
            Action needed = exposure.permission() == PermissionRule.FIND ? Action.FIND : action;
            return permissions.allows(exposure.type().uid(), needed);
        }

        private Heard event(String typeName, String action, String summary, Form data) {
            String event = exposure.eventPrefix() + ":" + action;
            if (rules.envelope() == Envelope.BARE) {
                return new Heard(event, summary, data);
            }
            Map<String, Form> meta = new LinkedHashMap<>();
            meta.put("uid", new Form.Constant(exposure.type().uid()));
            meta.put("action", new Form.Constant(action));
            meta.put("at", Form.of(MOMENT));
            meta.put("offset", Form.of(TEXT));
            Map<String, Form> fields = new LinkedHashMap<>();
            String name = typeName + pascal(action);
            fields.put("data", data);
            fields.put("meta", new Form.Struct(name + "Meta", meta));
            return new Heard(event, summary, new Form.Struct(name + "Event", fields));
        }

        private static Map<String, Form> identifiers() {
            Map<String, Form> fields = new LinkedHashMap<>();
            fields.put("id", new Form.Identifier());
            fields.put("documentId", Form.of(TEXT));
            return fields;
        }

        private Form struct(String name, ContentType type, View view) {
            Map<String, Form> attributes = new LinkedHashMap<>();
            for (Attribute attribute : type.attributes().values()) {
                String key = attribute.name();
                View nested = view.relations().get(key);
                if (view.values().contains(key)) {
                    Form value = new Form.Value(attribute.type());
                    attributes.put(key, attribute.isRequired() ? value : new Form.OrNull(value));
                } else if (nested != null) {
                    ContentType target = rules.exposures()
                            .catalog()
                            .require(attribute.target().orElseThrow());
                    Form related = struct(name + pascal(key), target, nested);
                    attributes.put(key, attribute.isToMany() ? new Form.Many(related) : new Form.OrNull(related));
                }
            }
            Map<String, Form> fields = identifiers();
            if (shape == Shape.ATTRIBUTES) {
                fields.put("attributes", new Form.Struct(name + "Attributes", attributes));
            } else {
                fields.putAll(attributes);
            }
            return new Form.Struct(name, fields);
        }
    }

    private static String pascal(String words) {
        StringBuilder name = new StringBuilder();
        for (String word : words.split("[^\\p{L}\\p{N}]+", -1)) {
            if (!word.isEmpty()) {
                name.append(word.substring(0, 1).toUpperCase(Locale.ROOT)).append(word.substring(1));
            }
        }
        return name.toString();
    }
}
