package dev.pluginio.e2e.probe;

import dev.pluginio.api.content.Entry;
import dev.pluginio.api.realtime.AudienceRule;
import dev.pluginio.api.realtime.Hearers;
import java.util.Set;
import org.pf4j.Extension;

/** Keeps authors to the room that their private address names, if it names one. */
@Extension
public final class ProbeRule implements AudienceRule {

    private static final String MARK = "@room.example";

    @Override
    public Set<String> contentTypes() {
        return Set.of("api::author.author");
    }

    @Override
    public Set<String> needs() {
        return Set.of("email");
    }

    @Override
    public Hearers hearers(String contentType, Entry state) {
        return state.values().get("email") instanceof String email && email.endsWith(MARK)
                ? Hearers.of().rooms(email.substring(0, email.length() - MARK.length()))
                : Hearers.everyone();
    }
}
