package dev.pluginio;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import org.jspecify.annotations.Nullable;

/**
 * Notices that a file is another one than before, however that came about: written in place, replaced by an editor,
 * linked anew, gone. It tells so only when two looks in a row have found the same, so that half a file is not told of.
 * Looking costs one question to the file system. Confined to one thread.
 */
final class FileWatch {

    private final Path file;
    private final Runnable changed;
    private State known;
    private State last;

    /** What a look finds, without reading the file. */
    private record State(
            boolean isThere,
            @Nullable FileTime modified,
            long size,
            @Nullable Object key) {

        static State of(Path file) {
            try {
                BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
                return new State(true, attributes.lastModifiedTime(), attributes.size(), attributes.fileKey());
            } catch (IOException e) {
                return new State(false, null, 0, null);
            }
        }
    }

    /**
     * Takes the file as it is now for known.
     *
     * @param file the file; it need not exist
     * @param changed run during {@link #look}
     */
    FileWatch(Path file, Runnable changed) {
        this.file = file;
        this.changed = changed;
        this.known = State.of(file);
        this.last = known;
    }

    /** Takes the file as it is now for known: it is about to be read. */
    void know() {
        known = State.of(file);
        last = known;
    }

    /** Looks at the file. */
    void look() {
        State now = State.of(file);
        boolean isStill = now.equals(last);
        last = now;
        if (isStill && !now.equals(known)) {
            known = now;
            changed.run();
        }
    }
}
