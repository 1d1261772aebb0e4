package dev.pluginio.e2e.probe;

import dev.pluginio.api.content.Entry;
import dev.pluginio.api.realtime.AudienceRule;
import dev.pluginio.api.realtime.Hearers;
import java.util.Set;
import org.pf4j.Extension;

/** Keeps articles to the room that their private notes name, if they name one. */
@Extension
public final class ProbeRule implements AudienceRule {

    private static final String MARK = "probe:room ";

    @Override
    public Set<String> contentTypes() {
        return Set.of("api::article.article");
    }

    @Override
    public Set<String> needs() {
        return Set.of("internalNotes");
    }

    @Override
    public Hearers hearers(String contentType, Entry state) {
        return state.values().get("internalNotes") instanceof String notes && notes.startsWith(MARK)
                ? Hearers.of().rooms(notes.substring(MARK.length()))
                : Hearers.everyone();
    }
}
