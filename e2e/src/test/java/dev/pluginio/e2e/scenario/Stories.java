package dev.pluginio.e2e.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pluginio.e2e.driver.Cms;
import dev.pluginio.e2e.driver.Connect;
import dev.pluginio.e2e.driver.Ears;
import dev.pluginio.e2e.driver.Frame;
import dev.pluginio.e2e.driver.SampleHost;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/** Words that the stories are told in. */
final class Stories {

    static final String ARTICLE = "api::article.article";

    /** What stands in every private attribute, to be looked for in whatever was sent. */
    static final String SECRET = "hush7391";

    private static final AtomicInteger NEXT = new AtomicInteger();

    private Stories() {}

    /** A text that nobody used before. */
    static String unique(String word) {
        return word + "-" + NEXT.incrementAndGet();
    }

    /** The configured view of articles, as the read interface is asked for it. */
    static final String ARTICLE_QUERY =
            "?populate%5Bauthor%5D%5Bfields%5D%5B0%5D=name" + "&populate%5Bcategory%5D=true&populate%5Btags%5D=true";

    /** A new article, a draft, with a secret in it and an author who has one. */
    static JsonNode newArticle(Cms editor) {
        Map<String, Object> article = new LinkedHashMap<>();
        article.put("title", unique("title"));
        article.put("slug", unique("slug"));
        article.put("body", "body");
        article.put("internalNotes", SECRET);
        article.put("author", newAuthor(editor).path("documentId").asText());
        article.put(
                "category",
                make(editor, "categories", Map.of("name", unique("category")))
                        .path("documentId")
                        .asText());
        article.put(
                "tags",
                List.of(make(editor, "tags", Map.of("name", unique("tag")))
                        .path("documentId")
                        .asText()));
        return make(editor, "articles", article);
    }

    static JsonNode newAuthor(Cms editor) {
        return make(editor, "authors", Map.of("name", unique("author"), "email", SECRET + "@example.com"));
    }

    static JsonNode make(Cms as, String type, Map<String, ?> values) {
        return as.post("/api/" + type, Map.of("data", values)).data();
    }

    static JsonNode update(Cms as, String type, JsonNode entry, Map<String, ?> values) {
        return as.put(path(type, entry), Map.of("data", values)).data();
    }

    static JsonNode publish(Cms as, JsonNode article) {
        return as.post(path("articles", article) + "/publish", null).data();
    }

    static JsonNode unpublish(Cms as, JsonNode article) {
        return as.post(path("articles", article) + "/unpublish", null).data();
    }

    static void delete(Cms as, String type, JsonNode entry) {
        as.delete(path(type, entry)).ok();
    }

    static String path(String type, JsonNode entry) {
        return "/api/" + type + "/" + entry.path("documentId").asText();
    }

    static List<String> names(List<Frame> frames) {
        return frames.stream().map(Frame::event).toList();
    }

    /** The names of what each heard. */
    static Map<String, List<String>> names(Map<String, List<Frame>> heard) {
        Map<String, List<String>> names = new LinkedHashMap<>();
        heard.forEach((who, frames) -> names.put(who, names(frames)));
        return names;
    }

    static UnaryOperator<Connect> as(SampleHost host, String user) {
        String jwt = host.as(user).bearer();
        return connect -> connect.jwt(jwt).keepingRaw();
    }

    static UnaryOperator<Connect> token(String secret) {
        return connect -> connect.apiToken(secret).keepingRaw();
    }

    static UnaryOperator<Connect> nobody() {
        return Connect::keepingRaw;
    }

    /** All packets that anybody got, as they came over the wire. */
    static List<String> everythingSentTo(Ears ears, Iterable<String> names) {
        List<String> all = new java.util.ArrayList<>();
        names.forEach(name -> all.addAll(ears.socket(name).raw()));
        return all;
    }
}
