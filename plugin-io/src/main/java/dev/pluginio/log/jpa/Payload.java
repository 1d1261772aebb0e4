package dev.pluginio.log.jpa;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import dev.pluginio.api.content.Action;
import dev.pluginio.api.content.Entry;
import dev.pluginio.api.event.ContentChange;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The text of a row: the states of an entry before and after a change. What did not change is kept once. Thread-safe.
 */
final class Payload {

    private static final String BEFORE = "before";
    private static final String AFTER = "after";
    private static final String SAME = "same";

    // not thread-local: a buffer kept by a host's thread would keep the plugin's class loader
    private final JsonFactory json = new JsonFactoryBuilder()
            .recyclerPool(JsonRecyclerPools.newBoundedPool(16))
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private final Values values;

    /**
     * Makes it.
     *
     * @param enums finds the host's enums by name; where it finds none, their constants come back as text
     */
    Payload(Function<String, Optional<Class<?>>> enums) {
        this.values = new Values(enums);
    }

    /**
     * Writes what a change tells.
     *
     * @throws IllegalArgumentException if an entry holds something that cannot be kept; the message names its class
     */
    String write(ContentChange change) {
        StringWriter text = new StringWriter(512);
        try (JsonGenerator out = json.createGenerator(text)) {
            Entry before = change.before().orElse(null);
            Entry after = change.after().orElse(null);
            out.writeStartObject();
            if (after != null) {
                out.writeFieldName(AFTER);
                values.write(out, after);
            }
            if (before != null && before == after) {
                out.writeBooleanField(SAME, true);
            } else if (before != null) {
                before(out, before, after);
            }
            out.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private void before(JsonGenerator out, Entry before, @Nullable Entry after) throws IOException {
        Map<String, @Nullable Object> differing = new LinkedHashMap<>();
        List<String> same = new ArrayList<>();
        before.values().forEach((name, value) -> {
            if (after != null
                    && after.values().containsKey(name)
                    && Objects.equals(value, after.values().get(name))) {
                same.add(name);
            } else {
                differing.put(name, value);
            }
        });
        if (!same.isEmpty()) {
            out.writeArrayFieldStart(SAME);
            for (String name : same) {
                out.writeString(name);
            }
            out.writeEndArray();
        }
        out.writeFieldName(BEFORE);
        values.write(out, new Entry(before.id(), before.documentId(), differing));
    }

    /**
     * Reads what was written.
     *
     * @throws IllegalArgumentException if it was not written by this
     */
    ContentChange read(String uid, Action action, String text) {
        @Nullable Entry before = null;
        @Nullable Entry after = null;
        List<?> same = List.of();
        boolean isOne = false;
        try (JsonParser in = json.createParser(text)) {
            in.nextToken();
            for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
                in.nextToken();
                Object value = values.read(in);
                switch (name) {
                    case BEFORE -> before = (Entry) value;
                    case AFTER -> after = (Entry) value;
                    default -> {
                        isOne = Boolean.TRUE.equals(value);
                        same = value instanceof List<?> names ? names : same;
                    }
                }
            }
        } catch (IOException | ClassCastException e) {
            throw new IllegalArgumentException("a row of '" + uid + "' cannot be read", e);
        }
        return change(uid, action, isOne ? after : whole(before, after, same), after);
    }

    private static @Nullable Entry whole(@Nullable Entry before, @Nullable Entry after, List<?> same) {
        if (before == null || after == null || same.isEmpty()) {
            return before;
        }
        Map<String, @Nullable Object> all = new LinkedHashMap<>(before.values());
        for (Object name : same) {
            all.put(String.valueOf(name), after.values().get(String.valueOf(name)));
        }
        return new Entry(before.id(), before.documentId(), all);
    }

    private static ContentChange change(String uid, Action action, @Nullable Entry before, @Nullable Entry after) {
        if (before != null && after != null) {
            return ContentChange.of(uid, action, before, after);
        }
        Entry only = after != null ? after : before;
        if (only == null) {
            throw new IllegalArgumentException("a row of '" + uid + "' holds no entry");
        }
        return after == null ? ContentChange.deleted(uid, only) : ContentChange.created(uid, only);
    }
}
