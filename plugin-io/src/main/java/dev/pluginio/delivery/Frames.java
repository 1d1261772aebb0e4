package dev.pluginio.delivery;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.pluginio.access.View;
import dev.pluginio.api.content.Action;
import dev.pluginio.api.content.Entry;
import dev.pluginio.api.event.ContentEvent;
import dev.pluginio.api.realtime.Envelope;
import dev.pluginio.transport.Arguments;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

/** Writes what clients get of an event. */
class Frames {

    private final JsonWriter json;
    private final boolean offsets;

    Frames(Rules rules) {
        this.json = rules.json();
        this.offsets = rules.offsets();
    }

    /**
     * Writes all that there is of an entry.
     *
     * @param view by which it is seen
     * @param visible the entry as that view shows it; must hold nothing else
     */
    Arguments full(ContentEvent event, Action word, Envelope envelope, View view, Supplier<Entry> visible) {
        Entry entry = visible.get();
        return enveloped(event, word, envelope, generator -> json.entry(generator, entry, 0));
    }

    /** Writes the entry's identifiers and nothing else. */
    Arguments identifiers(ContentEvent event, Action word, Envelope envelope) {
        return enveloped(event, word, envelope, generator -> {
            generator.writeStartObject();
            json.identifiers(generator, event.change().entry());
            generator.writeEndObject();
        });
    }

    /** Writes that the events of a transaction have all been told. */
    Arguments end(String transaction, String offset) {
        byte[] value = json.write(generator -> {
            generator.writeStartObject();
            generator.writeStringField("tx", transaction);
            generator.writeEndObject();
        });
        return dressed(value, offset);
    }

    private Arguments enveloped(ContentEvent event, Action word, Envelope envelope, JsonWriter.Steps data) {
        byte[] value = json.write(generator -> {
            if (envelope == Envelope.DATA) {
                generator.writeStartObject();
                generator.writeFieldName("data");
                data.write(generator);
                meta(generator, event, word);
                generator.writeEndObject();
            } else {
                data.write(generator);
            }
        });
        return dressed(value, event.offset());
    }

    private Arguments dressed(byte[] value, String offset) {
        Arguments arguments = Arguments.of(value);
        return offsets ? arguments.withOffset(quoted(offset)) : arguments;
    }

    /** Offsets are of characters that stand for themselves. */
    private static byte[] quoted(String offset) {
        return ('"' + offset + '"').getBytes(StandardCharsets.UTF_8);
    }

    private void meta(JsonGenerator generator, ContentEvent event, Action word) throws IOException {
        generator.writeObjectFieldStart("meta");
        generator.writeStringField("uid", event.change().uid());
        generator.writeStringField("action", word.name());
        generator.writeFieldName("at");
        json.value(generator, event.at(), 0);
        generator.writeStringField("offset", event.offset());
        if (event.transaction() != null) {
            generator.writeStringField("tx", event.transaction());
        }
        generator.writeEndObject();
    }
}
