package dev.pluginio.log.jpa;

import dev.pluginio.api.event.ContentChange;
import dev.pluginio.log.Announcement;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a row holds of an announcement.
 *
 * @param entry which entry it is about, in 255 characters at the most
 * @param words the actions by which the change is told, with commas between them
 * @param asked whether somebody asked for it
 */
record Draft(
        String uid,
        String entry,
        String action,
        String words,
        String source,
        @Nullable String envelope,
        boolean asked,
        String payload) {

    private static final int LONGEST = 255;

    /**
     * Writes an announcement down.
     *
     * @throws IllegalArgumentException if an entry holds something that cannot be kept
     */
    static Draft of(Announcement announcement, Payload payload) {
        ContentChange change = announcement.change();
        return new Draft(
                change.uid(),
                entry(change),
                change.action().name(),
                announcement.words().stream().map(Object::toString).sorted().collect(Collectors.joining(",")),
                lower(announcement.source()),
                announcement.envelope() == null ? null : lower(announcement.envelope()),
                announcement.isAsked(),
                payload.write(change));
    }

    /** Names the entry of a change. */
    static String entry(ContentChange change) {
        String name = change.uid() + " " + change.entry().id();
        if (name.length() <= LONGEST) {
            return name;
        }
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
