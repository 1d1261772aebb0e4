package dev.pluginio.config;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.pluginio.api.content.Attribute;
import dev.pluginio.api.content.ContentCatalog;
import dev.pluginio.api.content.ContentType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A plugins file with the given text, read against the content types of a small magazine. */
final class SampleFile {

    static final ContentCatalog CATALOG = ContentCatalog.of(List.of(
            ContentType.of(
                    "api::article.article",
                    Attribute.value("title"),
                    Attribute.value("slug"),
                    Attribute.value("body"),
                    Attribute.value("views"),
                    Attribute.value("publishedAt"),
                    Attribute.value("createdAt"),
                    Attribute.value("updatedAt"),
                    Attribute.value("internalNotes").asPrivate(),
                    Attribute.toOne("author", "api::author.author"),
                    Attribute.toOne("category", "api::category.category"),
                    Attribute.toMany("tags", "api::tag.tag"),
                    Attribute.toMany("comments", "api::comment.comment"),
                    Attribute.toOne("reviewer", "api::author.author").asPrivate()),
            ContentType.of(
                    "api::comment.comment",
                    Attribute.value("body"),
                    Attribute.toOne("article", "api::article.article"),
                    Attribute.toOne("author", "api::author.author")),
            ContentType.of(
                    "api::author.author",
                    Attribute.value("name"),
                    Attribute.value("email").asPrivate(),
                    Attribute.toMany("articles", "api::article.article")),
            ContentType.of("api::category.category", Attribute.value("name"), Attribute.value("slug")),
            ContentType.of("api::tag.tag", Attribute.value("name")),
            ContentType.of("api::invoice.invoice", Attribute.value("iban").asPrivate())));

    private static final Set<String> ENTITIES = Set.of("Category", "com.example.Invoice", "com.example.shop.Invoice");

    private final Path file;

    private SampleFile(Path file) {
        this.file = file;
    }

    static SampleFile in(Path folder, String text) {
        try {
            return new SampleFile(Files.writeString(folder.resolve("plugins.yml"), text));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A file whose {@code io.config} has the given text, which begins in line 3. */
    static SampleFile withConfig(Path folder, String config) {
        return in(folder, "io:\n  config:\n" + config.indent(4));
    }

    /** A file with one content type and the given server options, which begin in line 6. */
    static SampleFile withServerOptions(Path folder, String options) {
        return withConfig(folder, "contentTypes: []\nsocket:\n  serverOptions:\n" + options.indent(4));
    }

    IoConfiguration load(Map<String, String> environment) {
        return IoConfiguration.load(file, environment);
    }

    IoSettings settings(Map<String, String> environment) {
        IoConfiguration configuration = load(environment);
        return configuration.resolve(
                CATALOG,
                configuration.listedEntities().stream()
                        .filter(listed -> !ENTITIES.contains(listed.entity()))
                        .toList());
    }

    IoSettings settings() {
        return settings(Map.of());
    }

    /** The problems, each without the folder of the file. */
    List<String> problems(Map<String, String> environment) {
        ConfigurationException exception =
                catchThrowableOfType(ConfigurationException.class, () -> settings(environment));
        if (exception == null) {
            return List.of();
        }
        String folder = file.getParent() + "/";
        return exception.problems().stream()
                .map(problem -> problem.replace(folder, ""))
                .toList();
    }

    List<String> problems() {
        return problems(Map.of());
    }

    Path path() {
        return file;
    }
}
