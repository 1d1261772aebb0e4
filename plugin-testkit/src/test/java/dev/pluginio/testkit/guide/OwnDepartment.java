package dev.pluginio.testkit.guide;

import dev.pluginio.api.content.Entry;
import dev.pluginio.api.realtime.AudienceRule;
import dev.pluginio.api.realtime.Hearers;
import java.util.Set;

/** What the guide shows. */
public final class OwnDepartment implements AudienceRule {

    @Override
    public String name() {
        return "own-department";
    }

    @Override
    public Set<String> contentTypes() {
        return Set.of("api::article.article");
    }

    @Override
    public Set<String> needs() {
        return Set.of("department"); // read for the rule though it is private; no client sees it
    }

    @Override
    public Hearers hearers(String contentType, Entry state) {
        Object department = state.values().get("department");
        return department == null ? Hearers.everyone() : Hearers.of().roles("7").rooms("department " + department);
    }
}
