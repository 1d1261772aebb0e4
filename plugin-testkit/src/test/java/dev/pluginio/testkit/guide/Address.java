package dev.pluginio.testkit.guide;

import dev.pluginio.api.content.Entry;
import dev.pluginio.api.realtime.PayloadTransformer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** What the guide shows. */
public final class Address implements PayloadTransformer {

    @Override
    public Set<String> contentTypes() {
        return Set.of("api::article.article");
    }

    @Override
    public Map<String, Object> transform(String contentType, Entry visible) {
        Map<String, Object> values = new LinkedHashMap<>(visible.values());
        values.put("url", "/articles/" + visible.documentId());
        return values;
    }
}
