package dev.pluginio.e2e.driver;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** JSON as the tests read and write it. */
public final class Json {

    private static final String BINARY = "$binary";
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Json() {}

    public static JsonNode parse(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not JSON: " + text, e);
        }
    }

    /** Makes a JSON value of maps, lists, texts, numbers and booleans. */
    public static JsonNode of(@Nullable Object value) {
        return parse(write(value));
    }

    public static String write(@Nullable Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** Binary data, as the drivers hand it to the clients and back. */
    public static JsonNode binary(byte... bytes) {
        return object().put(BINARY, Base64.getEncoder().encodeToString(bytes));
    }

    /** The binary data that stands for itself here. */
    static Optional<byte[]> binary(JsonNode node) {
        return node.has(BINARY)
                ? Optional.of(Base64.getDecoder().decode(node.get(BINARY).asText()))
                : Optional.empty();
    }

    public static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    public static ArrayNode array() {
        return JsonNodeFactory.instance.arrayNode();
    }

    /** The elements of a list, or the names of an object's fields, in order. */
    public static List<JsonNode> elements(JsonNode list) {
        return list.valueStream().toList();
    }

    public static List<String> names(JsonNode object) {
        return object.propertyStream().map(java.util.Map.Entry::getKey).toList();
    }
}
