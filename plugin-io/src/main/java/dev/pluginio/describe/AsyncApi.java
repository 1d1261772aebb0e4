package dev.pluginio.describe;

import dev.pluginio.api.content.ValueType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes a vocabulary as an AsyncAPI 3 document: one channel, the namespace {@code /}, and a message for each event. */
final class AsyncApi {

    private static final String SCHEMAS = "#/components/schemas/";
    private static final String CHANNEL = "#/channels/root";

    private final Map<String, Object> schemas = new LinkedHashMap<>();

    private AsyncApi() {}

    /** The document as JSON values. */
    static Map<String, Object> of(Vocabulary vocabulary, String version) {
        return new AsyncApi().write(vocabulary, version);
    }

    private Map<String, Object> write(Vocabulary vocabulary, String version) {
        Map<String, Object> messages = new LinkedHashMap<>();
        List<Object> heard = new ArrayList<>();
        List<Object> sent = new ArrayList<>();
        for (Vocabulary.Heard event : vocabulary.heard()) {
            add(messages, heard, event.name(), event.summary(), schema(event.payload()));
        }
        for (String event : vocabulary.sent()) {
            add(messages, sent, event, "Sent by the client; may ask for an acknowledgement.", Map.of());
        }
        Map<String, Object> document = object("asyncapi", "3.0.0");
        document.put("info", object("title", "plugin-io for " + vocabulary.audience(), "version", version));
        document.put("channels", object("root", object("address", "/", "messages", messages)));
        document.put("operations", object("hear", operation("send", heard), "say", operation("receive", sent)));
        document.put("components", object("schemas", schemas));
        return document;
    }

    private static void add(
            Map<String, Object> messages, List<Object> references, String event, String summary, Object payload) {
        String id = event.replaceAll("[^A-Za-z0-9_-]", ".");
        messages.put(id, object("name", event, "summary", summary, "payload", payload));
        references.add(object("$ref", CHANNEL + "/messages/" + id));
    }

    private static Map<String, Object> operation(String action, List<Object> messages) {
        return object("action", action, "channel", object("$ref", CHANNEL), "messages", messages);
    }

    private Map<String, Object> schema(Form form) {
        if (form instanceof Form.OrNull maybe) {
            return object("anyOf", List.of(schema(maybe.form()), object("type", "null")));
        } else if (form instanceof Form.Many many) {
            return object("type", "array", "items", schema(many.form()));
        } else if (form instanceof Form.Constant constant) {
            return object("const", constant.text());
        } else if (form instanceof Form.Identifier) {
            return object("type", List.of("number", "string"));
        } else if (form instanceof Form.Struct struct) {
            return reference(struct);
        }
        return value(((Form.Value) form).type());
    }

    private Map<String, Object> reference(Form.Struct struct) {
        if (!schemas.containsKey(struct.name())) {
            Map<String, Object> properties = new LinkedHashMap<>();
            schemas.put(
                    struct.name(),
                    object(
                            "type",
                            "object",
                            "properties",
                            properties,
                            "required",
                            List.copyOf(struct.fields().keySet())));
            struct.fields().forEach((name, form) -> properties.put(name, schema(form)));
        }
        return object("$ref", SCHEMAS + struct.name());
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
