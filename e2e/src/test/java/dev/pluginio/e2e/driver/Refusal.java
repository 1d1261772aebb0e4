package dev.pluginio.e2e.driver;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A {@code connect_error}.
 *
 * @param message the error's message
 * @param data the error's data; a JSON null if it had none
 */
public record Refusal(String message, JsonNode data) {

    public String code() {
        return data.path("code").asText();
    }
}
