package dev.pluginio.config;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.CollectionEndEvent;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.reader.ReaderException;

/** Reads the file up to the plugin's section; the sections of other plugins are not looked at. */
final class PluginsFile {

    static final String SECTION = "io";

    private static final int MOST_ALIASES = 50;
    private static final int DEEPEST = 40;

    private final Path file;
    private final Problems problems;

    PluginsFile(Path file, Problems problems) {
        this.file = file;
        this.problems = problems;
    }

    /** The plugin's section, or empty if a problem was told. */
    Optional<Node> section() {
        return text().filter(this::isHarmless).flatMap(this::root).flatMap(this::sectionOf);
    }

    private Optional<String> text() {
        try {
            String text = Files.readString(file);
            return Optional.of(text.startsWith("\uFEFF") ? text.substring(1) : text);
        } catch (CharacterCodingException e) {
            problems.add("is not text in UTF-8; save it as such");
        } catch (IOException e) {
            problems.add(whyUnreadable());
        }
        return Optional.empty();
    }

    private String whyUnreadable() {
        if (Files.isDirectory(file)) {
            return "is a folder; name the file in it";
        }
        if (Files.exists(file)) {
            return "cannot be read; check its permissions";
        }
        return "does not exist (looked for " + file.toAbsolutePath().normalize() + "; " + neighbours()
                + "); create it with a section '" + SECTION + "'";
    }

    private String neighbours() {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            return "there is no such folder";
        }
        List<String> found = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.{yml,yaml}")) {
            files.forEach(neighbour -> found.add(String.valueOf(neighbour.getFileName())));
        } catch (IOException e) {
            return "its folder cannot be read";
        }
        return found.isEmpty()
                ? "its folder has no YAML file"
                : "its folder has " + String.join(", ", found.stream().sorted().toList());
    }

    /** Looks at the syntax, and refuses what could only be meant to make reading it expensive. */
    private boolean isHarmless(String text) {
        int aliases = 0;
        int depth = 0;
        try {
            for (Event event : yaml().parse(new StringReader(text))) {
                if (event instanceof AliasEvent && ++aliases > MOST_ALIASES) {
                    problems.add(lineOf(event), "has more than " + MOST_ALIASES + " aliases; write things out");
                    return false;
                } else if (event instanceof CollectionStartEvent && ++depth > DEEPEST) {
                    problems.add(lineOf(event), "is nested more than " + DEEPEST + " deep");
                    return false;
                } else if (event instanceof CollectionEndEvent) {
                    depth--;
                }
            }
            return true;
        } catch (YAMLException e) {
            tell(e, text);
            return false;
        }
    }

    private Optional<Node> root(String text) {
        try {
            Optional<Node> root = Optional.ofNullable(yaml().compose(new StringReader(text)));
            if (root.isEmpty()) {
                problems.add("is empty; it needs a section '" + SECTION + "'");
            }
            return root;
        } catch (YAMLException e) {
            tell(e, text);
            return Optional.empty();
        }
    }

    private Optional<Node> sectionOf(Node root) {
        if (!(root instanceof MappingNode mapping)) {
            problems.add(lineOf(root), "must be a section for each plugin, such as '" + SECTION + ":'");
            return Optional.empty();
        }
        Node section = null;
        List<String> others = new ArrayList<>();
        for (NodeTuple tuple : mapping.getValue()) {
            String key = tuple.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "?";
            if (!key.equals(SECTION)) {
                others.add(key);
            } else if (section == null) {
                section = tuple.getValueNode();
                problems.locate(SECTION, lineOf(tuple.getKeyNode()));
            } else {
                problems.add(
                        SECTION,
                        lineOf(tuple.getKeyNode()),
                        "stands here again (first in line " + problems.lineOf(SECTION) + "); keep one of them");
            }
        }
        if (section == null) {
            problems.add("has no section '" + SECTION + "'; its sections are: " + String.join(", ", others));
        }
        return Optional.ofNullable(section);
    }

    /** Tells a mistake of syntax, without the text around it, which may hold a secret. */
    private void tell(YAMLException mistake, String text) {
        if (mistake instanceof MarkedYAMLException marked && marked.getProblemMark() != null) {
            problems.add(
                    marked.getProblemMark().getLine() + 1,
                    "is not valid YAML: " + marked.getProblem() + hint(marked, text));
        } else if (mistake instanceof ReaderException unprintable) {
            long before = text.codePoints()
                    .limit(unprintable.getPosition())
                    .filter(character -> character == '\n')
                    .count();
            problems.add((int) before + 1, "has a character that is not permitted in YAML");
        } else {
            problems.add("is not valid YAML: " + mistake.getMessage());
        }
    }

    private static String hint(MarkedYAMLException mistake, String text) {
        int line = mistake.getProblemMark().getLine();
        String context = String.valueOf(mistake.getContext());
        if (context.contains("an alias")) {
            return "; a star must stand in quotes: '*'";
        } else if (context.contains("flow") && text.contains("${")) {
            return "; a value with ${…} within braces or brackets must stand in quotes";
        } else if (mistake.getContextMark() != null && mistake.getContextMark().getLine() != line) {
            return " (in what begins in line " + (mistake.getContextMark().getLine() + 1) + ")";
        }
        return "";
    }

    private static Yaml yaml() {
        LoaderOptions options = new LoaderOptions();
        options.setMaxAliasesForCollections(MOST_ALIASES);
        return new Yaml(new SafeConstructor(options));
    }

    private static int lineOf(Event event) {
        return event.getStartMark().getLine() + 1;
    }

    static int lineOf(Node node) {
        return node.getStartMark().getLine() + 1;
    }
}
