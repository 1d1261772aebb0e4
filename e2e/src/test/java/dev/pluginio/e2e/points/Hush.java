package dev.pluginio.e2e.points;

import dev.pluginio.api.content.Entry;
import dev.pluginio.api.realtime.AudienceRule;
import dev.pluginio.api.realtime.Hearers;
import dev.pluginio.api.realtime.IoContext;
import java.util.Set;

/** Lets nobody hear of tags whose name begins as its settings say. */
public final class Hush implements AudienceRule {

    @Override
    public String name() {
        return "hush";
    }

    @Override
    public Set<String> contentTypes() {
        return Set.of("api::tag.tag");
    }

    @Override
    public Set<String> needs() {
        return Set.of("name");
    }

    @Override
    public Hearers hearers(String contentType, Entry state, IoContext context) {
        Object hidden = context.settings().get("hidden");
        boolean isHidden =
                hidden != null && String.valueOf(state.values().get("name")).startsWith(hidden.toString());
        return isHidden ? Hearers.nobody() : Hearers.everyone();
    }
}
