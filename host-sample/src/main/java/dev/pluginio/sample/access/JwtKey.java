package dev.pluginio.sample.access;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;

/** The key that JSON web tokens are signed with: random, made once, kept in a file that only its owner may read. */
public final class JwtKey {

    private static final int BYTES = 32;

    private JwtKey() {}

    /**
     * Reads the key, or makes it if there is none. A file that others may read is made the owner's alone.
     *
     * @param file where it is kept
     * @param random makes it
     * @return the key
     * @throws IllegalStateException if the file holds something else
     * @throws UncheckedIOException if the file cannot be read or written
     */
    public static byte[] in(Path file, SecureRandom random) {
        try {
            if (!Files.exists(file)) {
                byte[] fresh = new byte[BYTES];
                random.nextBytes(fresh);
                SecretFile.write(file, fresh);
            }
            SecretFile.tighten(file);
            byte[] key = Files.readAllBytes(file);
            if (key.length != BYTES) {
                throw new IllegalStateException(file + " must hold " + BYTES + " bytes; remove it to get a new key,"
                        + " which logs all users out");
            }
            return key;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot keep the key in " + file, e);
        }
    }
}
