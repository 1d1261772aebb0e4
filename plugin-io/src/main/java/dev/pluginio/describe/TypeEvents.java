package dev.pluginio.describe;

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
import dev.pluginio.describe.Vocabulary.Heard;
import dev.pluginio.describe.form.Form;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The events of one content type, for a role or token. */
record TypeEvents(Exposure exposure, Permissions permissions, Rules rules, Shape shape) {

    private static final List<Action> FULL = List.of(Action.CREATE, Action.UPDATE, Action.PUBLISH);
    private static final List<Action> ORDER =
            List.of(Action.CREATE, Action.UPDATE, Action.DELETE, Action.PUBLISH, Action.UNPUBLISH);

    /** What a change shows of the type. */
    List<Heard> heard() {
        View view = view();
        String name = name();
        Form entry = struct(name, exposure.type(), view);
        Form reference = new Form.Struct("Reference", identifiers());
        List<Heard> heard = new ArrayList<>();
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
        return heard;
    }

    /** What a subscription to an entry of the type is answered with; empty if nothing is heard of the type. */
    Optional<Form.Struct> subscription() {
        if (ORDER.stream().noneMatch(action -> exposure.actions().contains(action) && mayHear(action))) {
            return Optional.empty();
        }
        Map<String, Form> fields = new LinkedHashMap<>();
        fields.put("uid", new Form.Constant(exposure.type().uid()));
        fields.putAll(identifiers());
        fields.put("room", Form.of(TEXT));
        fields.put("data", new Form.IfAny(struct(name(), exposure.type(), view())));
        return Optional.of(new Form.Struct(name() + "Subscription", fields));
    }

    private String name() {
        return pascal(exposure.eventPrefix());
    }

    private View view() {
        return View.of(
                exposure.type(),
                exposure.populate(),
                permissions,
                rules.exposures().catalog(),
                rules.sensitive());
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
        if (rules.atomic()) {
            meta.put("tx", Form.of(TEXT));
        }
        Map<String, Form> fields = new LinkedHashMap<>();
        String name = typeName + pascal(action);
        fields.put("data", data);
        fields.put("meta", new Form.Struct(name + "Meta", meta));
        return new Heard(event, summary, new Form.Struct(name + "Event", fields));
    }

    static Map<String, Form> identifiers() {
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
                ContentType target =
                        rules.exposures().catalog().require(attribute.target().orElseThrow());
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
