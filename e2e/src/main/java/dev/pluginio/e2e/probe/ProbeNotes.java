package dev.pluginio.e2e.probe;

import dev.pluginio.api.content.Entry;
import dev.pluginio.api.realtime.AudienceRule;
import dev.pluginio.api.realtime.Hearers;
import java.util.Set;
import org.pf4j.Extension;

/**
 * Keeps articles to those that their private notes name, if they name some:
 * {@code probe:only room:<room> role:<id> user:<id> token:<id>}. Only in hosts that ask for it by the environment
 * variable {@code PROBE_NOTES}.
 */
@Extension
public final class ProbeNotes implements AudienceRule {

    private static final String ONLY = "probe:only ";

    @Override
    public Set<String> contentTypes() {
        return System.getenv("PROBE_NOTES") == null ? Set.of() : Set.of("api::article.article");
    }

    @Override
    public Set<String> needs() {
        return Set.of("internalNotes");
    }

    @Override
    public Hearers hearers(String contentType, Entry state) {
        return state.values().get("internalNotes") instanceof String notes && notes.startsWith(ONLY)
                ? named(notes.substring(ONLY.length()))
                : Hearers.everyone();
    }

    private static Hearers named(String names) {
        Hearers hearers = Hearers.of();
        for (String name : names.split(" ")) {
            String what = name.substring(name.indexOf(':') + 1);
            if (name.startsWith("room:")) {
                hearers = hearers.rooms(what);
            } else if (name.startsWith("role:")) {
                hearers = hearers.roles(what);
            } else if (name.startsWith("user:")) {
                hearers = hearers.users(what);
            } else if (name.startsWith("token:")) {
                hearers = hearers.tokens(what);
            }
        }
        return hearers;
    }
}
