package dev.pluginio.session.recovery;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.type.TypeFactory;
import com.fasterxml.jackson.databind.util.LRUMap;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Optional;

/** Memos as they stand in a database, and under which names. Thread-safe. */
public final class Memos {

    // names of rooms may hold what no database takes as text, such as halves of characters
    private final JsonFactory json = new JsonFactoryBuilder()
            .recyclerPool(JsonRecyclerPools.newBoundedPool(4))
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .build();

    // types that are known by the JVM as a whole would keep the plugin's class loader
    private final ObjectMapper mapper =
            new ObjectMapper(json).setTypeFactory(TypeFactory.defaultInstance().withCache(new LRUMap<>(16, 64)));

    /** The name of what is kept under a secret: whoever reads the database cannot come back by it. */
    public static String name(String pid) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(pid.getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Writes one. */
    public String write(Memo memo) {
        try {
            return mapper.writeValueAsString(memo);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads one; empty if it was not written by this, such as by another version. */
    public Optional<Memo> read(String text) {
        try {
            return Optional.of(mapper.readValue(text, Memo.class));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }
}
