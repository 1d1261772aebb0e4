package dev.pluginio.e2e.driver;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * One event that a client heard.
 *
 * @param event its name
 * @param arguments its arguments
 */
public record Frame(String event, List<JsonNode> arguments) {

    /** The single argument; behind it may stand what tells clients where they are. */
    public JsonNode argument() {
        if (arguments.size() != 1 && !(arguments.size() == 2 && isPlace(arguments.get(1)))) {
            throw new AssertionError("one argument was promised, this frame has " + arguments.size() + ": " + this);
        }
        return arguments.get(0);
    }

    /** The offset of the event, or nothing, where clients would otherwise take a text for it. */
    private boolean isPlace(JsonNode last) {
        JsonNode first = arguments.get(0);
        return last.isNull() ? first.isTextual() : last.asText().matches("[A-Za-z0-9_-]{22}");
    }

    /** What stands under {@code data}. */
    public JsonNode data() {
        return argument().path("data");
    }

    /** What stands under {@code meta}. */
    public JsonNode meta() {
        return argument().path("meta");
    }

    public String documentId() {
        return data().path("documentId").asText();
    }

    public String offset() {
        return meta().path("offset").asText();
    }
}
