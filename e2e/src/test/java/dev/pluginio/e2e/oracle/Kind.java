package dev.pluginio.e2e.oracle;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The sample's content types, as their documentation describes them. What is private is not here. */
enum Kind {
    AUTHOR("author", "authors", false, List.of("name")),
    CATEGORY("category", "categories", false, List.of("name")),
    TAG("tag", "tags", false, List.of("name")),
    ARTICLE("article", "articles", true, List.of("title", "slug", "body", "views", "publishedAt")),
    COMMENT("comment", "comments", false, List.of("body"));

    final String singular;
    final String path;
    final boolean drafts;

    @SuppressWarnings("ImmutableEnumChecker") // never changed
    final List<String> values;

    Kind(String singular, String path, boolean drafts, List<String> values) {
        this.singular = singular;
        this.path = "/api/" + path;
        this.drafts = drafts;
        this.values = Stream.concat(values.stream(), Stream.of("createdAt", "updatedAt"))
                .toList();
    }

    String uid() {
        return "api::" + singular + "." + singular;
    }

    List<Relation> relations() {
        return switch (this) {
            case ARTICLE ->
                List.of(
                        Relation.toOne("author", AUTHOR),
                        Relation.toOne("category", CATEGORY),
                        Relation.toMany("tags", TAG),
                        new Relation("comments", COMMENT, true, Optional.of("article")));
            case COMMENT -> List.of(Relation.toOne("article", ARTICLE), Relation.toOne("author", AUTHOR));
            default -> List.of();
        };
    }

    Relation relation(String name) {
        return relations().stream()
                .filter(relation -> relation.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /**
     * A relation.
     *
     * @param name its name
     * @param target where it leads
     * @param many whether to any number of entries
     * @param mirrors the target's relation that it is the other side of
     */
    record Relation(String name, Kind target, boolean many, Optional<String> mirrors) {
        static Relation toOne(String name, Kind target) {
            return new Relation(name, target, false, Optional.empty());
        }

        static Relation toMany(String name, Kind target) {
            return new Relation(name, target, true, Optional.empty());
        }
    }
}
