package dev.pluginio.transport.socketio;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.TypeFactory;
import com.fasterxml.jackson.databind.util.LRUMap;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads untrusted JSON within limits, and writes the little JSON that the protocol itself needs. */
final class Json {

    private static final int MAX_DEPTH = 64;
    private static final int MAX_NUMBER = 64;
    private static final int MAX_NAME = 1024;

    /** Values and brackets: as objects, each takes many times the bytes that were sent for it. */
    private static final long MAX_TOKENS = 100_000;

    private final ObjectMapper mapper;

    Json(int maxPayload) {
        // Names come from clients: interning them would keep them for ever. The pools and caches are this object's
        // own, so that no thread of the host and no shared cache holds on to the plugin's classes.
        JsonFactory factory = JsonFactory.builder()
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                .recyclerPool(JsonRecyclerPools.newBoundedPool(16))
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(MAX_DEPTH)
                        .maxNumberLength(MAX_NUMBER)
                        .maxNameLength(MAX_NAME)
                        .maxTokenCount(MAX_TOKENS)
                        .maxStringLength(maxPayload)
                        .build())
                .build();
        this.mapper = JsonMapper.builder(factory)
                .typeFactory(TypeFactory.defaultInstance().withCache(new LRUMap<>(16, 64)))
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .build();
    }

    /** Reads one value; the whole of the bytes must be that value. */
    @Nullable
    Object read(byte[] bytes, int offset) throws Violation {
        try {
            return mapper.readValue(bytes, offset, bytes.length - offset, Object.class);
        } catch (IOException e) {
            throw new Violation("payload is not JSON within the limits");
        }
    }

    byte[] write(Object value) {
        try {
            return mapper.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("cannot be written as JSON: " + value.getClass(), e);
        }
    }

    /** A string as the JSON text between the quotes, in UTF-8. */
    static byte[] quoted(String text) {
        return JsonStringEncoder.getInstance().quoteAsUTF8(text);
    }
}
