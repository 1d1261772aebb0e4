package dev.pluginio.sample.rest;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import dev.pluginio.api.content.Entry;
import dev.pluginio.sample.problem.Problem;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON as clients get and send it. */
public final class Json {

    private static final DateTimeFormatter MILLISECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSX").withZone(ZoneOffset.UTC);

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .addModule(new SimpleModule()
                    .addSerializer(Instant.class, new InstantText())
                    .addSerializer(Entry.class, new FlatEntry()))
            .build();

    private Json() {}

    /**
     * Writes a value.
     *
     * @param value lists and maps of texts, numbers, instants and entries
     * @return the JSON
     */
    public static String write(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot be written as JSON", e);
        }
    }

    /**
     * Reads an object.
     *
     * @param untrusted the body of a request
     * @return its members
     * @throws Problem if it is no object
     */
    static Map<String, @Nullable Object> readObject(String untrusted) {
        try {
            Object value = MAPPER.readValue(untrusted, Object.class);
            if (value instanceof Map<?, ?> members) {
                Map<String, @Nullable Object> object = new LinkedHashMap<>();
                members.forEach((key, member) -> object.put(String.valueOf(key), member));
                return object;
            }
        } catch (JsonProcessingException e) {
            throw Problem.invalid("the body is no JSON");
        }
        throw Problem.invalid("the body must be a JSON object");
    }

    /** As in {@code 2026-01-02T03:04:05.678Z}. */
    private static final class InstantText extends JsonSerializer<Instant> {
        @Override
        public void serialize(Instant value, JsonGenerator out, SerializerProvider provider) throws IOException {
            out.writeString(MILLISECONDS.format(value));
        }
    }

    /** The identifiers, then the values: the form that events have too. */
    private static final class FlatEntry extends JsonSerializer<Entry> {
        @Override
        public void serialize(Entry entry, JsonGenerator out, SerializerProvider provider) throws IOException {
            out.writeStartObject();
            provider.defaultSerializeField("id", entry.id(), out);
            out.writeStringField("documentId", entry.documentId());
            for (Map.Entry<String, @Nullable Object> value : entry.values().entrySet()) {
                provider.defaultSerializeField(value.getKey(), value.getValue(), out);
            }
            out.writeEndObject();
        }
    }
}
