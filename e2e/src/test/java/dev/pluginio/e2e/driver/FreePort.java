package dev.pluginio.e2e.driver;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** Finds ports below those that the system hands out by itself, so that nobody takes one before the host does. */
public final class FreePort {

    private static final int LOWEST = 15_000;
    private static final int HIGHEST = 32_000;

    private FreePort() {}

    public static int next() {
        for (int attempt = 0; attempt < 200; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
            try (ServerSocket free = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return free.getLocalPort();
            } catch (IOException e) {
                // somebody has it: the next one
            }
        }
        throw new IllegalStateException("no port is free between " + LOWEST + " and " + HIGHEST);
    }
}
