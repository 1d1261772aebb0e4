package dev.pluginio.bench.fanout.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the harness tells a server, a line each: {@code broadcast n} has something sent n times to everybody, {@code gc}
 * collects garbage and is answered by {@code BENCH done}. The end of the input ends the process.
 */
final class Commands {

    /** The word before everything that is meant for the harness. */
    private static final String SAYS = "BENCH ";

    private static final Logger LOG = LoggerFactory.getLogger(Commands.class);

    private Commands() {}

    /** Says that the server can be reached, and then obeys, on a thread of its own. */
    static void serve(int port, Runnable broadcast) {
        var thread = new Thread(() -> obey(broadcast), "bench-commands");
        thread.setDaemon(true);
        thread.start();
        say("ready " + port);
    }

    private static void obey(Runnable broadcast) {
        try {
            var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.equals("gc")) {
                    collect();
                } else {
                    for (int left = Integer.parseInt(line.split(" ", 2)[1]); left > 0; left--) {
                        broadcast.run();
                    }
                }
            }
        } catch (IOException e) {
            LOG.error("the harness cannot be heard", e);
        }
        System.exit(0);
    }

    /** Twice: what the first round finds to be finished off, the second takes away. */
    private static void collect() {
        System.gc();
        System.gc();
        say("done");
    }

    private static void say(String what) {
        System.out.println(SAYS + what);
        System.out.flush();
    }
}
