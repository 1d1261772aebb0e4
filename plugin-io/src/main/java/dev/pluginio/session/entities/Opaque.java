package dev.pluginio.session.entities;

import dev.pluginio.transport.Room;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;

/** Names of rooms that nobody can take apart, or join by. */
final class Opaque {

    private static final int BYTES = 12;

    private Opaque() {}

    static String of(Room room) {
        byte[] hash = sha256().digest((room.kind() + " " + room.name()).getBytes(StandardCharsets.UTF_8));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(hash, BYTES));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
