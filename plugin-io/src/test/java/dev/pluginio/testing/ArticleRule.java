package dev.pluginio.testing;

import dev.pluginio.api.content.Entry;
import dev.pluginio.api.realtime.AudienceRule;
import dev.pluginio.api.realtime.Hearers;
import java.util.Set;
import java.util.function.Function;

/** A rule on articles. */
public record ArticleRule(String name, Set<String> needs, Function<Entry, Hearers> decides) implements AudienceRule {

    /** One that knows their private notes. */
    public static AudienceRule rule(String name, Function<Entry, Hearers> decides) {
        return rule(name, Set.of("internalNotes"), decides);
    }

    public static AudienceRule rule(String name, Set<String> needs, Function<Entry, Hearers> decides) {
        return new ArticleRule(name, needs, decides);
    }

    @Override
    public Set<String> contentTypes() {
        return Set.of(Blog.ARTICLE);
    }

    @Override
    public Hearers hearers(String contentType, Entry state) {
        return decides.apply(state);
    }
}
