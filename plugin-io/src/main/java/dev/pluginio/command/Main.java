package dev.pluginio.command;

/** Runs the jar: {@code java -jar plugin-io.jar help}. */
public final class Main {

    private Main() {}

    /**
     * Does what the arguments say, and ends the process with an exit code.
     *
     * @param arguments a command and its options
     */
    public static void main(String[] arguments) {
        System.exit(new Commands(System.getenv(), System.out, System.err).run(arguments));
    }
}
