package dev.pluginio.e2e.probe;

import dev.pluginio.api.content.Entry;
import dev.pluginio.api.realtime.PayloadTransformer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.pf4j.Extension;

/** Gives authors whose name asks for it an address, and a password that must not arrive. */
@Extension
public final class ProbeTransformer implements PayloadTransformer {

    @Override
    public Set<String> contentTypes() {
        return Set.of("api::author.author");
    }

    @Override
    public Map<String, @Nullable Object> transform(String contentType, Entry visible) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>(visible.values());
        if (String.valueOf(values.get("name")).startsWith("probe:address")) {
            values.put("address", "/authors/" + visible.documentId());
            values.put("password", "hunter2");
        }
        return values;
    }
}
