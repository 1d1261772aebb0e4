package dev.pluginio.bench.fanout.server;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What is sent: an article of a kilobyte, or with as large a text as the system property {@code bench.body} says. Nothing
 * in it needs escaping in JSON.
 */
final class Payload {

    static final String EVENT = "article:update";
    private static final int BODY = Integer.getInteger("bench.body", 880);

    private Payload() {}

    static Map<String, Object> article() {
        var article = new LinkedHashMap<String, Object>();
        article.put("id", 4711);
        article.put("documentId", "zuflyc1vn9hq2x7d0w5k8t3m");
        article.put("title", "Tides, explained to those who live inland");
        article.put("slug", "tides-explained");
        article.put("views", 1234);
        article.put("body", "The sea rises. ".repeat(BODY / 15 + 1).substring(0, BODY));
        return article;
    }

    /** The packet that carries it to a client, as text. */
    static byte[] packet() {
        String json = article().entrySet().stream()
                .map(field -> "\"" + field.getKey() + "\":" + json(field.getValue()))
                .collect(Collectors.joining(",", "{", "}"));
        return ("42[\"" + EVENT + "\"," + json + "]").getBytes(StandardCharsets.UTF_8);
    }

    private static String json(Object value) {
        return value instanceof Number ? value.toString() : "\"" + value + "\"";
    }
}
