package dev.pluginio.bench.fanout;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A server in a process of its own: its commands, and what the operating system knows of it. */
final class ServerProcess implements AutoCloseable {

    private static final String SAYS = "BENCH ";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long MICROS_A_TICK = 10_000;

    private final Process process;
    private final BufferedWriter commands;
    private final BlockingQueue<String> said = new LinkedBlockingQueue<>();
    private final StringBuffer log = new StringBuffer();
    private final int port;

    private ServerProcess(Process process) throws InterruptedException {
        this.process = process;
        this.commands = process.outputWriter(StandardCharsets.US_ASCII);
        var reader = new Thread(this::read, "output-of-" + process.pid());
        reader.setDaemon(true);
        reader.start();
        this.port = Integer.parseInt(await("ready ").substring("ready ".length()));
    }

    /** Starts it and waits until it can be reached. */
    static ServerProcess start(ProcessBuilder command) throws IOException, InterruptedException {
        return new ServerProcess(command.redirectErrorStream(true).start());
    }

    private void read() {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith(SAYS)) {
                    said.add(line.substring(SAYS.length()));
                } else {
                    log.append(line).append('\n');
                }
            }
        } catch (IOException e) {
            log.append(e).append('\n'); // the process has ended
        }
    }

    private String await(String beginning) throws InterruptedException {
        String answer = said.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        if (answer == null || !answer.startsWith(beginning)) {
            process.destroy();
            throw new IllegalStateException("the server did not say '" + beginning + "' but:\n" + log);
        }
        return answer;
    }

    int port() {
        return port;
    }

    /** Has the same sent to everybody, so many times. */
    void broadcast(int times) {
        command("broadcast " + times);
    }

    /** Has everybody told something with this title; Node's can. */
    void tell(String title) {
        command("tell " + title);
    }

    void collectGarbage() throws InterruptedException {
        command("gc");
        await("done");
    }

    /** Asks the JVM that it is something by the JDK's tool. */
    void jcmd(String question) throws InterruptedException {
        String tool = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        try {
            int status = new ProcessBuilder(tool, Long.toString(process.pid()), question)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
            if (status != 0) {
                throw new IllegalStateException(tool + " " + question + " gave " + status);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("a JDK is needed, not a JRE", e);
        }
    }

    private void command(String line) {
        try {
            commands.write(line);
            commands.newLine();
            commands.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("the server has ended:\n" + log, e);
        }
    }

    /** The processor time it has used, in user and kernel mode, in microseconds. */
    long cpuMicros() {
        String stat = read("stat");
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", 14);
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * MICROS_A_TICK;
    }

    /** The memory it occupies, in KiB. */
    long residentKib() {
        return status("VmRSS:");
    }

    /** The most memory it has occupied since {@link #forgetPeak}, in KiB. */
    long peakKib() {
        return status("VmHWM:");
    }

    void forgetPeak() {
        try {
            Files.writeString(file("clear_refs"), "5");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private long status(String field) {
        try (Stream<String> lines = read("status").lines()) {
            return lines.filter(line -> line.startsWith(field))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private String read(String name) {
        try {
            return Files.readString(file(name));
        } catch (IOException e) {
            throw new UncheckedIOException("the server has ended:\n" + log, e);
        }
    }

    private Path file(String name) {
        return Path.of("/proc", Long.toString(process.pid()), name);
    }

    /** What it logged. */
    List<String> log() {
        return log.toString().lines().toList();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
