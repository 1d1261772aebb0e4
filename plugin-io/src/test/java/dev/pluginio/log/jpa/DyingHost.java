package dev.pluginio.log.jpa;

import dev.pluginio.capture.jpa.Database;
import dev.pluginio.capture.jpa.DurableHost;
import dev.pluginio.capture.jpa.model.Blog.Counter;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/**
 * A host in a JVM of its own that counts up as fast as it can until it is killed. Writes a line with the offset for every
 * event that was handed on; what a process has written to a file outlives it.
 */
final class DyingHost {

    static final int ENTRIES = 4;
    private static final int WRITERS = 8;

    private DyingHost() {}

    /** Arguments: the database, its user, the file of offsets, a seed. */
    public static void main(String[] arguments) throws IOException {
        DurableHost host = new DurableHost(Database.at(arguments[0], arguments[1]));
        FileOutputStream told = new FileOutputStream(arguments[2], true);
        host.listener = event -> {
            try {
                told.write((event.offset() + "\n").getBytes(StandardCharsets.US_ASCII));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
        host.process = "run " + arguments[3];
        host.start();
        for (int writer = 0; writer < WRITERS; writer++) {
            Random random = new Random(Long.parseLong(arguments[3]) * WRITERS + writer);
            new Thread(() -> write(host, random)).start();
        }
    }

    private static void write(DurableHost host, Random random) {
        while (true) {
            long first = random.nextInt(ENTRIES - 1);
            boolean isTwo = random.nextBoolean();
            try (EntityManager em = host.factory.createEntityManager()) {
                em.getTransaction().begin();
                em.find(Counter.class, first, LockModeType.PESSIMISTIC_WRITE).hits++;
                if (isTwo) {
                    em.find(Counter.class, ENTRIES - 1L, LockModeType.PESSIMISTIC_WRITE).hits++;
                }
                em.flush();
                if (random.nextInt(5) == 0) {
                    em.getTransaction().rollback();
                } else {
                    em.getTransaction().commit();
                }
            } catch (PersistenceException e) {
                // rolled back: as good as never tried
            }
        }
    }
}
