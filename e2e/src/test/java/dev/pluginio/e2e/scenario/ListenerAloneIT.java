package dev.pluginio.e2e.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pluginio.e2e.driver.Cms;
import dev.pluginio.e2e.driver.SampleHost;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A plugin that listens to content, in a host to which no client is connected. */
class ListenerAloneIT {

    /** What it needs is read though nobody else is interested: private attributes, relations, before and after. */
    @Test
    void hearsWhatItNeedsThoughNoClientIsThere() {
        try (SampleHost host =
                SampleHost.setup().environment("PROBE_LISTENER", "on").start()) {
            int start = host.log().mark();
            Cms editor = host.as(SampleHost.EDITOR);
            JsonNode one = Stories.make(editor, "categories", Map.of("name", Stories.unique("one")));
            JsonNode other = Stories.make(editor, "categories", Map.of("name", Stories.unique("other")));
            Map<String, Object> values = new HashMap<>();
            values.put("title", "listened to");
            values.put("slug", Stories.unique("listened"));
            values.put("internalNotes", "first");
            values.put("category", one.path("documentId").asText());
            JsonNode article = Stories.make(host.admin(), "articles", values);
            Stories.update(host.admin(), "articles", article, Map.of("title", "neither of them"));
            Stories.update(
                    host.admin(),
                    "articles",
                    article,
                    Map.of(
                            "internalNotes",
                            "second",
                            "category",
                            other.path("documentId").asText()));
            Stories.delete(host.admin(), "articles", article);

            String before = "first in " + one.path("id");
            String after = "second in " + other.path("id");
            List.of(
                            "create: nothing -> " + before,
                            "update: " + before + " -> " + before,
                            "update: " + before + " -> " + after,
                            "delete: " + after + " -> nothing")
                    .forEach(heard -> host.log().awaitSince(start, heard, line -> line.endsWith("heard of " + heard)));
        }
    }
}
