package dev.pluginio.e2e.oracle;

import dev.pluginio.e2e.oracle.Writer.Draft;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Draws what is done next, and does it. */
final class Operations {

    /** A word that stands in all that is private, so that one can look for it in whatever was sent. */
    static final String SECRET = "hush7391";

    /** What a title begins with that is not to be committed. */
    static final String REFUSED = "refused at the commit";

    private static final int MOST_ARTICLES = 14;
    private static final int MOST_OTHERS = 8;
    private static final int VIEWS = 4;

    private final Dice dice;
    private final World world;
    private final Writer writer;
    private final boolean commitsCanFail;
    private final Supplier<List<String>> names;
    private int made;

    /**
     * Makes a drawer.
     *
     * @param names by which rules can mean somebody
     * @param commitsCanFail whether the database refuses, at the commit itself, titles that begin with {@link #REFUSED}
     */
    Operations(Dice dice, World world, Writer writer, Supplier<List<String>> names, boolean commitsCanFail) {
        this.commitsCanFail = commitsCanFail;
        this.dice = dice;
        this.world = world;
        this.writer = writer;
        this.names = names;
    }

    /**
     * An operation that was done.
     *
     * @param description what it was
     * @param changes what it changed
     */
    record Done(String description, List<Change> changes) {}

    /** Does something, or tries to. */
    Done next() {
        if (commitsCanFail && dice.chance(0.1)) {
            return refusedAtCommit();
        }
        Kind kind = kind();
        int roll = dice.below(100);
        if (roll < 22) {
            return isFull(kind) ? one(kind).map(this::delete).orElseThrow() : create(kind);
        } else if (roll < 54) {
            return one(kind).map(this::update).orElseGet(() -> create(kind));
        } else if (roll < 64) {
            return one(kind).map(this::delete).orElseGet(() -> create(kind));
        } else if (roll < 80) {
            return one(Kind.ARTICLE).map(this::turn).orElseGet(() -> create(Kind.ARTICLE));
        } else if (roll < 85) {
            return createSome(kind);
        } else if (roll < 90) {
            return updateSome();
        } else if (roll < 93) {
            return deleteSome();
        } else if (roll < 97) {
            return createNone();
        }
        return updateNone();
    }

    Done create(Kind kind) {
        Draft draft = draft(kind);
        return new Done("create " + kind.singular + " " + draft, writer.create(kind, draft));
    }

    private Done update(Item item) {
        Draft all = draft(item.kind());
        Map<String, @Nullable Object> values = new LinkedHashMap<>(all.values());
        values.keySet().retainAll(dice.some(List.copyOf(values.keySet()), 3));
        Map<String, List<String>> links = new LinkedHashMap<>(all.links());
        links.keySet().retainAll(dice.some(List.copyOf(links.keySet()), 2));
        Draft draft = new Draft(values, links);
        return new Done("update " + item + " " + draft, writer.update(item, draft));
    }

    private Done delete(Item item) {
        return new Done("delete " + item, writer.delete(item));
    }

    private Done turn(Item article) {
        return article.isDraft() || dice.chance(0.1)
                ? new Done("publish " + article, writer.publish(article))
                : new Done("unpublish " + article, writer.unpublish(article));
    }

    private Done createSome(Kind kind) {
        List<Draft> drafts = drafts(kind, 1 + dice.below(4));
        return new Done("create " + drafts.size() + " of " + kind.singular, writer.createAll(kind, drafts));
    }

    private Done createNone() {
        Kind kind = dice.one(List.of(Kind.ARTICLE, Kind.TAG, Kind.CATEGORY));
        List<Item> present = world.all(kind);
        if (present.isEmpty()) {
            return create(kind);
        }
        String unique = kind == Kind.ARTICLE ? "slug" : "name";
        List<Draft> drafts = new ArrayList<>(drafts(kind, 1 + dice.below(3)));
        Map<String, @Nullable Object> taken = new LinkedHashMap<>(draft(kind).values());
        taken.put(unique, dice.one(present).value(unique).asText());
        drafts.add(new Draft(taken, Map.of()));
        return new Done(
                "create " + drafts.size() + " of " + kind.singular + ", the last impossible",
                writer.createNone(kind, drafts));
    }

    /** All goes well until the commit, which does not. */
    private Done refusedAtCommit() {
        String title = REFUSED + " " + ++made;
        List<Item> articles = world.all(Kind.ARTICLE);
        if (articles.isEmpty() || dice.chance(0.5)) {
            Map<String, @Nullable Object> values =
                    new LinkedHashMap<>(draft(Kind.ARTICLE).values());
            values.put("title", title);
            return new Done(
                    "create an article, refused",
                    writer.createNone(Kind.ARTICLE, List.of(new Draft(values, Map.of()))));
        }
        Item article = dice.one(articles);
        return new Done(
                "update " + article + ", refused",
                writer.updateNone(article, new Draft(Map.of("title", title), Map.of())));
    }

    private Done updateSome() {
        int views = dice.below(VIEWS);
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        values.put("views", (views + 1) % VIEWS);
        if (dice.chance(0.4)) {
            values.put("body", dice.text("all"));
        }
        if (dice.chance(0.3)) {
            values.put("publishedAt", dice.chance(0.5) ? "2026-02-03T04:05:06.789Z" : null);
        }
        Draft draft = new Draft(values, Map.of());
        Filter filter = filter(views);
        return new Done(
                "update all articles with " + filter.text + " " + draft,
                writer.updateAll(Kind.ARTICLE, filter.text, filter.matches, draft));
    }

    private Done updateNone() {
        List<Item> articles = world.all(Kind.ARTICLE);
        int views = dice.below(VIEWS);
        List<Item> others = articles.stream()
                .filter(article -> article.value("views").asInt() != views)
                .toList();
        if (others.isEmpty() || others.size() == articles.size()) {
            return create(Kind.ARTICLE);
        }
        Draft draft = new Draft(Map.of("slug", dice.one(others).value("slug").asText()), Map.of());
        return new Done(
                "update articles with views " + views + " " + draft + ", impossible",
                writer.updateNone(Kind.ARTICLE, Writer.filter("views", views), draft));
    }

    private Done deleteSome() {
        if (dice.chance(0.5)) {
            Filter filter = filter(dice.below(VIEWS));
            return new Done(
                    "delete all articles with " + filter.text,
                    writer.deleteAll(Kind.ARTICLE, filter.text, filter.matches));
        }
        return one(Kind.COMMENT)
                .map(comment -> new Done(
                        "delete all comments like " + comment,
                        writer.deleteAll(
                                Kind.COMMENT,
                                Writer.filter("body", comment.value("body").asText()),
                                other -> other.value("body").equals(comment.value("body")))))
                .orElseGet(() -> create(Kind.COMMENT));
    }

    private record Filter(String text, Predicate<Item> matches) {}

    private Filter filter(int views) {
        Predicate<Item> byViews = item -> item.value("views").asInt() == views;
        String text = Writer.filter("views", views);
        return switch (dice.below(4)) {
            case 0 -> new Filter(text + "&" + Writer.filter("status", "draft"), byViews.and(Item::isDraft));
            case 1 ->
                new Filter(text + "&" + Writer.filter("status", "published"), byViews.and(item -> !item.isDraft()));
            default -> new Filter(text, byViews);
        };
    }

    private Kind kind() {
        Kind kind = dice.one(List.of(
                Kind.ARTICLE,
                Kind.ARTICLE,
                Kind.ARTICLE,
                Kind.COMMENT,
                Kind.COMMENT,
                Kind.AUTHOR,
                Kind.CATEGORY,
                Kind.TAG));
        return kind;
    }

    private java.util.Optional<Item> one(Kind kind) {
        List<Item> all = world.all(kind);
        return all.isEmpty() ? java.util.Optional.empty() : java.util.Optional.of(dice.one(all));
    }

    /** Keeps the world small. */
    private boolean isFull(Kind kind) {
        return world.all(kind).size() >= (kind == Kind.ARTICLE ? MOST_ARTICLES : MOST_OTHERS);
    }

    private List<Draft> drafts(Kind kind, int number) {
        List<Draft> drafts = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            drafts.add(draft(kind));
        }
        return drafts;
    }

    Draft draft(Kind kind) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        Map<String, List<String>> links = new LinkedHashMap<>();
        made++;
        switch (kind) {
            case ARTICLE -> {
                values.put("title", dice.text("title"));
                values.put("slug", "article-" + made);
                values.put("body", dice.chance(0.2) ? null : dice.text("body"));
                values.put("views", dice.below(VIEWS));
                values.put("publishedAt", dice.chance(0.25) ? "2026-01-02T03:04:05.678Z" : null);
                values.put("internalNotes", notes());
                links.put("author", ids(Kind.AUTHOR, 1));
                links.put("category", ids(Kind.CATEGORY, 1));
                links.put("tags", ids(Kind.TAG, 3));
            }
            case COMMENT -> {
                values.put("body", dice.text("comment"));
                links.put("article", ids(Kind.ARTICLE, 1));
                links.put("author", ids(Kind.AUTHOR, 1));
            }
            case AUTHOR -> {
                values.put("name", dice.text("author"));
                values.put("email", SECRET + made + "@example.com");
            }
            case CATEGORY, TAG -> values.put("name", kind.singular + " " + made);
        }
        return new Draft(values, links);
    }

    /** Some articles are for some only; sometimes for nobody. */
    private String notes() {
        String secret = SECRET + " " + made;
        if (dice.chance(0.6)) {
            return secret;
        }
        List<String> words = new ArrayList<>(dice.some(names.get(), 6));
        words.add(SECRET + made);
        return Writer.KEPT + String.join(" ", words);
    }

    private List<String> ids(Kind kind, int most) {
        return dice.some(world.all(kind), most).stream().map(Item::documentId).toList();
    }
}
