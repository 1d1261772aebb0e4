package dev.pluginio.e2e.oracle;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A frame that somebody must get.
 *
 * @param event its name
 * @param uid what its meta says
 * @param action what its meta says
 * @param documentId the entry
 * @param data what it says of the entry
 */
record Expected(String event, String uid, String action, String documentId, JsonNode data) {}
