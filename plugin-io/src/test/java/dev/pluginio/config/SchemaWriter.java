package dev.pluginio.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes the records that the file is read into as a JSON Schema, for editors. */
final class SchemaWriter {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    String schema() {
        ObjectNode schema = JSON.objectNode();
        schema.put("$schema", "http://json-schema.org/draft-07/schema#");
        schema.put("title", "plugins.yml: the section of plugin-io");
        schema.put("type", "object");
        ObjectNode io = schema.putObject("properties").putObject("io");
        io.put("description", "The settings of plugin-io.");
        io.setAll(section(IoSection.class));
        schema.putArray("required").add("io");
        ObjectNode definitions = schema.putObject("definitions");
        definitions.set("populate", populate());
        definitions.set("relation", section(RelationOptions.class));
        return pretty(schema);
    }

    private ObjectNode section(Class<?> type) {
        ObjectNode schema = JSON.objectNode();
        schema.put("type", "object");
        schema.put("additionalProperties", false);
        ObjectNode properties = schema.putObject("properties");
        ArrayNode required = JSON.arrayNode();
        Object defaults = Keys.defaults(type);
        Keys.of(type).forEach((key, component) -> {
            ObjectNode property = properties.putObject(key);
            property.put("description", Keys.meaningOf(component));
            boolean needed = component.getAnnotation(Setting.class).required();
            if (needed) {
                required.add(key);
            } else {
                putDefault(property, Keys.valueOf(component, defaults));
            }
            property.setAll(value(component));
        });
        if (!required.isEmpty()) {
            schema.set("required", required);
        }
        return schema;
    }

    private static void putDefault(ObjectNode property, @Nullable Object value) {
        if (value instanceof Boolean truth) {
            property.put("default", truth);
        } else if (value instanceof Integer number) {
            property.put("default", number);
        } else if (value instanceof String text) {
            property.put("default", text);
        } else if (value instanceof Enum<?> constant) {
            property.put("default", Values.wordOf(constant));
        } else if (value instanceof List<?> list) {
            ArrayNode array = property.putArray("default");
            list.forEach(
                    element -> array.add(element instanceof Enum<?> word ? Values.wordOf(word) : element.toString()));
        }
    }

    private ObjectNode value(RecordComponent component) {
        Class<?> type = component.getType();
        Setting setting = component.getAnnotation(Setting.class);
        if (type == FreeOptions.class) {
            return JSON.objectNode().put("type", "object");
        } else if (type == PopulateOptions.class) {
            ObjectNode schema = JSON.objectNode();
            schema.putArray("allOf").add(reference("populate"));
            return schema;
        } else if (type.isRecord()) {
            Shorthand shorthand = type.getAnnotation(Shorthand.class);
            return shorthand == null
                    ? section(type)
                    : anyOf(value(Keys.component(type, shorthand.value())), section(type));
        } else if (type == List.class) {
            return list(component, setting.single());
        } else if (type == Map.class) {
            return map(component);
        }
        return scalar(type, setting.unit(), component);
    }

    private ObjectNode list(RecordComponent component, boolean single) {
        var element = ((AnnotatedParameterizedType) component.getAnnotatedType()).getAnnotatedActualTypeArguments()[0];
        Class<?> type = (Class<?>) element.getType();
        ObjectNode list = JSON.objectNode();
        list.put("type", "array");
        if (type == ContentTypeOptions.class) {
            ObjectNode items = list.putObject("items");
            ObjectNode entry = section(type);
            items.putArray("anyOf").add(entry.at("/properties/uid").deepCopy()).add(entry);
            return list;
        } else if (type.isRecord()) {
            list.set("items", section(type));
            return list;
        }
        if (type.isRecord()) {
            list.set("items", section(type));
            return list;
        }
        ObjectNode item = type.isEnum() ? words(type) : text(element.getAnnotation(Pattern.class));
        list.put("uniqueItems", true);
        list.set("items", item);
        return single ? anyOf(item, list) : list;
    }

    /** Lists by name, or sections, of which one without keys may be left empty. */
    private ObjectNode map(RecordComponent component) {
        var arguments = ((AnnotatedParameterizedType) component.getAnnotatedType()).getAnnotatedActualTypeArguments();
        ObjectNode map = JSON.objectNode().put("type", "object");
        Pattern names = arguments[0].getAnnotation(Pattern.class);
        map.putObject("propertyNames").put("pattern", "^(" + names.regexp() + ")$");
        if (arguments[1] instanceof AnnotatedParameterizedType list) {
            var element = list.getAnnotatedActualTypeArguments()[0];
            ObjectNode values = map.putObject("additionalProperties").put("type", "array");
            values.put("uniqueItems", true).set("items", text(element.getAnnotation(Pattern.class)));
            return map;
        }
        map.set(
                "additionalProperties",
                anyOf(
                        section((Class<?>) arguments[1].getType()),
                        JSON.objectNode().put("type", "null")));
        return map;
    }

    private ObjectNode scalar(Class<?> type, Unit unit, RecordComponent component) {
        if (type == String.class) {
            return text(component.getAccessor().getAnnotation(Pattern.class));
        } else if (type.isEnum()) {
            return words(type);
        } else if (type == boolean.class) {
            return anyOf(JSON.objectNode().put("type", "boolean"), placeholder());
        }
        ObjectNode number = JSON.objectNode().put("type", "integer");
        number.put("minimum", component.getAccessor().getAnnotation(Min.class).value());
        number.put("maximum", component.getAccessor().getAnnotation(Max.class).value());
        ObjectNode[] forms = unit.pattern()
                .map(pattern -> new ObjectNode[] {
                    number, JSON.objectNode().put("type", "string").put("pattern", pattern), placeholder()
                })
                .orElseGet(() -> new ObjectNode[] {number, placeholder()});
        return anyOf(forms);
    }

    private static ObjectNode text(@Nullable Pattern pattern) {
        ObjectNode text = JSON.objectNode().put("type", "string");
        return pattern == null ? text : anyOf(text.put("pattern", "^(" + pattern.regexp() + ")$"), placeholder());
    }

    private static ObjectNode words(Class<?> type) {
        ObjectNode words = JSON.objectNode();
        ArrayNode constants = words.putArray("enum");
        for (Object constant : type.getEnumConstants()) {
            constants.add(Values.wordOf(constant));
        }
        return anyOf(words, placeholder());
    }

    private static ObjectNode populate() {
        ObjectNode names = JSON.objectNode().put("type", "array").put("uniqueItems", true);
        names.putObject("items").put("type", "string");
        ObjectNode sections = JSON.objectNode().put("type", "object");
        ArrayNode forms = sections.putObject("additionalProperties").putArray("anyOf");
        forms.add(JSON.objectNode().put("const", true)).add(reference("relation"));
        return anyOf(JSON.objectNode().put("const", "*"), names, sections);
    }

    private static ObjectNode placeholder() {
        return JSON.objectNode().put("type", "string").put("pattern", "\\$\\{.+\\}");
    }

    private static ObjectNode reference(String definition) {
        return JSON.objectNode().put("$ref", "#/definitions/" + definition);
    }

    private static ObjectNode anyOf(ObjectNode... forms) {
        ObjectNode schema = JSON.objectNode();
        ArrayNode all = schema.putArray("anyOf");
        for (ObjectNode form : forms) {
            all.add(form);
        }
        return schema;
    }

    private static String pretty(ObjectNode schema) {
        DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter(
                Separators.createDefaultInstance().withObjectFieldValueSpacing(Separators.Spacing.AFTER));
        printer.indentObjectsWith(indenter);
        printer.indentArraysWith(indenter);
        try {
            return new ObjectMapper().writer(printer).writeValueAsString(schema) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
