package dev.pluginio.config;

import java.nio.file.Path;
import java.util.List;

/**
 * Tells everything that is wrong with the configuration: one problem a line, each with file, line and key, what is
 * wrong, and what to do.
 */
public final class ConfigurationException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<String> problems;

    ConfigurationException(Path file, List<String> problems) {
        super(message(file, problems));
        this.problems = List.copyOf(problems);
    }

    /** The problems, in the order of the file, each as it stands in the message. */
    public List<String> problems() {
        return problems;
    }

    private static String message(Path file, List<String> problems) {
        String count = problems.size() == 1 ? "a problem" : problems.size() + " problems";
        return "plugin-io found " + count + " in " + file + ":\n  - " + String.join("\n  - ", problems);
    }
}
