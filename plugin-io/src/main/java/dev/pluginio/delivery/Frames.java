package dev.pluginio.delivery;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.pluginio.api.content.Action;
import dev.pluginio.api.content.Entry;
import dev.pluginio.api.event.ContentEvent;
import dev.pluginio.api.realtime.Envelope;
import java.io.IOException;

/** Writes what clients get of an event. */
final class Frames {

    private final JsonWriter json;

    Frames(JsonWriter json) {
        this.json = json;
    }

    /** Writes all that there is of an entry, which must hold nothing that its readers may not see. */
    byte[] full(ContentEvent event, Action word, Envelope envelope, Entry visible) {
        return enveloped(event, word, envelope, generator -> json.entry(generator, visible, 0));
    }

    /** Writes the entry's identifiers and nothing else. */
    byte[] identifiers(ContentEvent event, Action word, Envelope envelope) {
        return enveloped(event, word, envelope, generator -> {
            generator.writeStartObject();
            json.identifiers(generator, event.change().entry());
            generator.writeEndObject();
        });
    }

    private byte[] enveloped(ContentEvent event, Action word, Envelope envelope, JsonWriter.Steps data) {
        return json.write(generator -> {
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
    }

    private void meta(JsonGenerator generator, ContentEvent event, Action word) throws IOException {
        generator.writeObjectFieldStart("meta");
        generator.writeStringField("uid", event.change().uid());
        generator.writeStringField("action", word.name());
        generator.writeFieldName("at");
        json.value(generator, event.at(), 0);
        generator.writeStringField("offset", event.offset());
        generator.writeEndObject();
    }
}
