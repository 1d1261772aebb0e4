package dev.pluginio.e2e.driver;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A process that has come to its end.
 *
 * @param code its exit code
 * @param output all that it wrote
 */
public record Run(int code, String output) {

    /** Runs a command in the folder of this module, with more environment variables. */
    public static Run of(List<String> line, Map<String, String> environment) throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(line).directory(Places.module().toFile()).redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Run(process.waitFor(), output);
    }

    /** Runs the packed plugin by hand. */
    public static Run pluginJar(Map<String, String> environment, List<String> words)
            throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of(
                Places.java().toString(),
                "-XX:TieredStopAtLevel=1",
                "-jar",
                Places.pluginJar().toString()));
        line.addAll(words);
        return of(line, environment);
    }
}
