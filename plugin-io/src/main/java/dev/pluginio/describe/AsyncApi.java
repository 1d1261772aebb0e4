package dev.pluginio.describe;

import dev.pluginio.api.content.ValueType;
import dev.pluginio.describe.form.Form;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes a vocabulary as an AsyncAPI 3 document: one channel, the namespace {@code /}, and a message for each event. */
final class AsyncApi {

    private static final String SCHEMAS = "#/components/schemas/";
    private static final String CHANNEL = "#/channels/root";

    private final Names names = new Names(Set.of());
    private final Map<String, Object> schemas = new LinkedHashMap<>();
    private final Map<String, Object> messages = new LinkedHashMap<>();

    private AsyncApi() {}

    /** The document as JSON values. */
    static Map<String, Object> of(Vocabulary vocabulary, String version) {
        return new AsyncApi().write(vocabulary, version);
    }

    private Map<String, Object> write(Vocabulary vocabulary, String version) {
        List<Object> heard = new ArrayList<>();
        for (Vocabulary.Heard event : vocabulary.heard()) {
            heard.add(message(event.name(), event.name(), event.summary(), schema(event.payload())));
        }
        Map<String, Object> operations = object("hear", operation("send", heard));
        for (Vocabulary.Sent event : vocabulary.sent()) {
            operations.put("say." + id(event.name()), said(event));
        }
        Map<String, Object> document = object("asyncapi", "3.0.0");
        document.put("info", object("title", "plugin-io for " + vocabulary.audience(), "version", version));
        document.put("channels", object("root", object("address", "/", "messages", messages)));
        document.put("operations", operations);
        document.put("components", object("schemas", schemas));
        return document;
    }

    private static String id(String event) {
        return event.replaceAll("[^A-Za-z0-9_-]", ".");
    }

    private Map<String, Object> message(String id, String name, String summary, @Nullable Object payload) {
        Map<String, Object> message = object("name", name, "summary", summary);
        if (payload != null) {
            message.put("payload", payload);
        }
        messages.put(id(id), message);
        return object("$ref", CHANNEL + "/messages/" + id(id));
    }

    /** What the client sends, and, where it is known, how it is acknowledged. */
    private Map<String, Object> said(Vocabulary.Sent event) {
        List<Object> arguments = event.arguments().stream()
                .map(argument -> (Object) schema(argument.form()))
                .toList();
        Object payload = arguments.isEmpty()
                ? null
                : arguments.size() == 1 ? arguments.get(0) : object("type", "array", "prefixItems", arguments);
        Map<String, Object> operation =
                operation("receive", List.of(message(event.name(), event.name(), event.summary(), payload)));
        Form.Either answer = event.answer();
        if (answer != null) {
            String id = event.name() + ".answer";
            Object told = message(id, id, "The acknowledgement of " + event.name() + ".", answer(answer));
            operation.put("reply", object("channel", object("$ref", CHANNEL), "messages", List.of(told)));
        }
        return operation;
    }

    private Map<String, Object> answer(Form.Either told) {
        Object success = object(
                "type",
                "object",
                "properties",
                object("success", object("const", true)),
                "required",
                List.of("success"));
        Object failure = object(
                "type",
                "object",
                "properties",
                object("success", object("const", false), "error", object("type", "string")),
                "required",
                List.of("success", "error"));
        Object done = told.forms().isEmpty() ? success : object("allOf", List.of(success, schema(told)));
        return object("oneOf", List.of(done, failure));
    }

    private static Map<String, Object> operation(String action, List<Object> messages) {
        return object("action", action, "channel", object("$ref", CHANNEL), "messages", messages);
    }

    private Map<String, Object> schema(Form form) {
        if (form instanceof Form.OrNull maybe) {
            return object("anyOf", List.of(schema(maybe.form()), object("type", "null")));
        } else if (form instanceof Form.IfAny any) {
            return schema(any.form());
        } else if (form instanceof Form.Either either) {
            return either(either);
        } else if (form instanceof Form.Many many) {
            return object("type", "array", "items", schema(many.form()));
        } else if (form instanceof Form.Keyed keyed) {
            return object("type", "object", "additionalProperties", schema(keyed.form()));
        } else if (form instanceof Form.Bounded bounded) {
            Map<String, Object> within = new LinkedHashMap<>(schema(bounded.form()));
            within.putAll(bounded.bounds());
            return within;
        } else if (form instanceof Form.Again again) {
            return object("$ref", SCHEMAS + names.around(again));
        } else if (form instanceof Form.Constant constant) {
            return object("const", constant.text());
        } else if (form instanceof Form.Identifier) {
            return object("type", List.of("number", "string"));
        } else if (form instanceof Form.Struct struct) {
            return reference(struct);
        }
        return value(((Form.Value) form).type());
    }

    private Map<String, Object> either(Form.Either either) {
        List<? extends Form> forms = either.forms();
        if (forms.isEmpty()) {
            return object("type", "object");
        }
        return forms.size() == 1
                ? schema(forms.get(0))
                : object("anyOf", forms.stream().map(this::schema).toList());
    }

    private Map<String, Object> reference(Form.Struct struct) {
        boolean isNew = names.isNew(struct);
        String key = names.of(struct);
        if (isNew) {
            Map<String, Object> properties = new LinkedHashMap<>();
            schemas.put(
                    key,
                    object(
                            "type",
                            "object",
                            "properties",
                            properties,
                            "required",
                            struct.fields().entrySet().stream()
                                    .filter(field -> !(field.getValue() instanceof Form.IfAny))
                                    .map(Map.Entry::getKey)
                                    .toList()));
            names.within(struct, () -> struct.fields().forEach((name, form) -> properties.put(name, schema(form))));
        }
        return object("$ref", SCHEMAS + key);
    }

    private static Map<String, Object> value(ValueType type) {
        ValueType element = type.element() == null ? ValueType.ANY : type.element();
        return switch (type.kind()) {
            case ANY -> object();
            case TEXT -> object("type", "string");
            case NUMBER -> object("type", "number");
            case BOOLEAN -> object("type", "boolean");
            case MOMENT -> object("type", "string", "format", "date-time");
            case DATE -> object("type", "string", "format", "date");
            case BINARY -> object("type", "string", "contentEncoding", "base64");
            case ENUM -> object("type", "string", "enum", type.options());
            case LIST -> object("type", "array", "items", value(element));
            case MAP -> object("type", "object", "additionalProperties", value(element));
            case OBJECT -> {
                Map<String, Object> properties = new LinkedHashMap<>();
                type.fields()
                        .forEach((name, field) ->
                                properties.put(name, object("anyOf", List.of(value(field), object("type", "null")))));
                yield object("type", "object", "properties", properties);
            }
        };
    }

    private static Map<String, Object> object(Object... keysAndValues) {
        Map<String, Object> object = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            object.put((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        return object;
    }
}
