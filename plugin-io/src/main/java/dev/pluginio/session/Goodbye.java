package dev.pluginio.session;

import dev.pluginio.delivery.JsonWriter;
import dev.pluginio.transport.Client;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The last event of a client whose stay the server ends: {@code { code, reason }}. */
public final class Goodbye {

    /** Its name. */
    public static final String EVENT = "session:closed";

    private Goodbye() {}

    /**
     * Ends a client's stay and tells it why.
     *
     * @param client who
     * @param json writes the event
     * @param code one word for programs, such as {@code disconnected}
     * @param reason for people; shown to the client
     */
    public static void say(Client client, JsonWriter json, String code, String reason) {
        Map<String, String> why = new LinkedHashMap<>();
        why.put("code", code);
        why.put("reason", reason);
        client.disconnect(EVENT, json.arguments(List.of(why)));
    }
}
