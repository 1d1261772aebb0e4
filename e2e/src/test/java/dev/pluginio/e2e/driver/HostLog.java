package dev.pluginio.e2e.driver;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** What the host's process wrote. */
public final class HostLog {

    private static final Pattern BAD =
            Pattern.compile("^([0-9:.]+ )?ERROR\\b|\\bLEAK\\b|OutOfMemoryError|Exception in thread|StackOverflowError");

    private final List<String> lines = new ArrayList<>();
    private final Thread reader;

    /** Reads what the process writes from now on. */
    public HostLog(Process process) {
        reader = new Thread(() -> read(process), "host-log");
        reader.setDaemon(true);
        reader.start();
    }

    /** All lines so far. */
    public synchronized List<String> lines() {
        return List.copyOf(lines);
    }

    /** How many lines there are so far; for {@link #since}. */
    public synchronized int mark() {
        return lines.size();
    }

    /** The lines from a mark on. */
    public synchronized List<String> since(int mark) {
        return List.copyOf(lines.subList(mark, lines.size()));
    }

    /** Waits for a line. */
    public String await(String what, Predicate<String> line) {
        return awaitSince(0, what, line);
    }

    /** Waits for a line that is written after a mark. */
    public synchronized String awaitSince(int mark, String what, Predicate<String> line) {
        long deadline = System.nanoTime() + ClientSocket.PATIENCE.toNanos();
        int seen = mark;
        try {
            while (true) {
                for (; seen < lines.size(); seen++) {
                    if (line.test(lines.get(seen))) {
                        return lines.get(seen);
                    }
                }
                long left = deadline - System.nanoTime();
                if (left <= 0) {
                    throw new AssertionError("waited in vain for the log to say " + what + "; it says\n" + tail());
                }
                wait(left / 1_000_000 + 1);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** The last lines, for messages. */
    public synchronized String tail() {
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 60), lines.size()));
    }

    /** Fails if something went wrong that no test noticed. */
    public void judge() {
        List<String> bad =
                lines().stream().filter(line -> BAD.matcher(line).find()).toList();
        if (!bad.isEmpty()) {
            throw new AssertionError(
                    "the host's log tells of errors:\n" + String.join("\n", bad) + "\nits end:\n" + tail());
        }
    }

    /** Waits until the process has said all it has to say. */
    void end() {
        try {
            reader.join(5_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void read(Process process) {
        try (BufferedReader text = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = text.readLine(); line != null; line = text.readLine()) {
                synchronized (this) {
                    lines.add(line);
                    notifyAll();
                }
            }
        } catch (IOException e) {
            // the process was ended
        }
    }
}
