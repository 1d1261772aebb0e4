package dev.pluginio.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Collects what is wrong with a file, and where in it each key stands. */
final class Problems {

    private static final int MOST_TOLD = 100;

    private final Path file;
    private final Map<String, Integer> lines = new HashMap<>();
    private final Map<String, String> origins = new HashMap<>();
    private final Set<Problem> problems = new LinkedHashSet<>();

    Problems(Path file) {
        this.file = file;
    }

    /** A copy, so that what is found later can be told with what was found before. */
    Problems copy() {
        Problems copy = new Problems(file);
        copy.lines.putAll(lines);
        copy.origins.putAll(origins);
        copy.problems.addAll(problems);
        return copy;
    }

    /** Remembers where a key stands; the first place counts. */
    void locate(String path, int line) {
        lines.putIfAbsent(path, line);
    }

    /** Remembers a value that does not stand in the file, as messages tell it. */
    void comesFrom(String path, String told) {
        origins.put(path, told);
    }

    /** Remembers that an element of a list has another name, too. */
    void locateAgain(String path, String other) {
        locate(other, lineOf(path));
        String told = origins.get(path);
        if (told != null) {
            origins.put(other, told);
        }
    }

    /** How a message about a value ends that does not stand in the file; of others nothing needs to be said. */
    String givenAs(String path) {
        String told = origins.get(path);
        return told == null ? "" : ", but is " + told;
    }

    boolean isLocated(String path) {
        return lines.containsKey(path);
    }

    /** Adds a problem with the whole file. */
    void add(String text) {
        problems.add(new Problem(0, "", text));
    }

    /** Adds a problem with a line that belongs to no key. */
    void add(int line, String text) {
        problems.add(new Problem(line, "", text));
    }

    /** Adds a problem with a key that was located before. */
    void add(String path, String text) {
        add(path, lineOf(path), text);
    }

    /** Adds a problem with a key. */
    void add(String path, int line, String text) {
        problems.add(new Problem(line, path, text));
    }

    boolean isEmpty() {
        return problems.isEmpty();
    }

    /** Where a key stands, or, if it is not there, the section that lacks it; 0 if nothing is known. */
    int lineOf(String path) {
        String known = path;
        while (!lines.containsKey(known)) {
            int end = Math.max(known.lastIndexOf('.'), known.lastIndexOf('['));
            if (end < 0) {
                return 0;
            }
            known = known.substring(0, end);
        }
        return lines.get(known);
    }

    /** Throws all problems as one, if there are any. */
    void throwIfAny() {
        if (!isEmpty()) {
            throw asException();
        }
    }

    ConfigurationException asException() {
        return new ConfigurationException(file, told());
    }

    private List<String> told() {
        List<String> told = new ArrayList<>();
        problems.stream()
                .sorted(Comparator.comparingInt(Problem::line))
                .limit(MOST_TOLD)
                .forEach(problem -> told.add(problem.told(file)));
        if (problems.size() > MOST_TOLD) {
            told.add("and " + (problems.size() - MOST_TOLD) + " more");
        }
        return told;
    }

    private record Problem(int line, String path, String text) {

        String told(Path file) {
            return file + (line > 0 ? ":" + line : "") + ": " + (path.isEmpty() ? "" : path + ": ") + text;
        }
    }
}
