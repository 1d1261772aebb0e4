package dev.pluginio.e2e.driver;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Finds ports below those that the system hands out by itself, so that nobody takes one before the host does. None is given
 * twice, nor to two test JVMs that Maven runs side by side: a host takes its ports long after it was told of them.
 */
public final class FreePort {

    private static final int LOWEST = 15_000;
    private static final int HIGHEST = 32_000;
    private static final int SHARES = 8;
    private static final int OF_EACH = (HIGHEST - LOWEST) / SHARES;
    private static final int SHARE =
            Integer.parseInt(System.getProperty("e2e.fork", "fork-0").substring("fork-".length())) % SHARES;
    private static final AtomicInteger GIVEN =
            new AtomicInteger(ThreadLocalRandom.current().nextInt(OF_EACH));

    private FreePort() {}

    public static int next() {
        for (int attempt = 0; attempt < OF_EACH; attempt++) {
            int port = LOWEST + Math.floorMod(GIVEN.getAndIncrement(), OF_EACH) * SHARES + SHARE;
            try (ServerSocket free = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return free.getLocalPort();
            } catch (IOException e) {
                // somebody has it: the next one
            }
        }
        throw new IllegalStateException("no port is free between " + LOWEST + " and " + HIGHEST);
    }
}
