package dev.pluginio.e2e.points;

import dev.pluginio.api.content.Entry;
import dev.pluginio.api.realtime.IoContext;
import dev.pluginio.api.realtime.PayloadTransformer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Two transformers, which write what their settings say behind what others wrote. */
public abstract class Stamp implements PayloadTransformer {

    private Stamp() {}

    @Override
    public Set<String> contentTypes() {
        return Set.of("api::tag.tag");
    }

    @Override
    public Map<String, @Nullable Object> transform(String contentType, Entry visible, IoContext context) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>(visible.values());
        String mark = String.valueOf(context.settings().getOrDefault("mark", "-"));
        values.merge("stamps", mark, (before, own) -> before.toString() + own);
        return values;
    }

    /** One of them. */
    public static final class Red extends Stamp {}

    /** The other. */
    public static final class Blue extends Stamp {}
}
