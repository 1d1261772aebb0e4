package dev.pluginio.sample.access;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A file that only its owner may read. */
final class SecretFile {

    private static final Logger log = LoggerFactory.getLogger(SecretFile.class);
    private static final String OWNER_ONLY = "rw-------";
    private static final String FOLDER_OWNER_ONLY = "rwx------";

    private SecretFile() {}

    /** Writes all or nothing; nobody else can read the file at any moment. */
    static void write(Path file, byte[] content) throws IOException {
        Path folder = file.toAbsolutePath().resolveSibling("");
        makeFolder(folder);
        Path temporary = Files.createTempFile(folder, file.getFileName().toString(), ".new", only(OWNER_ONLY, folder));
        try {
            Files.write(temporary, content);
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /** Makes the folder, and those it is in, for their owner only; one that is there stays as it is. */
    static void makeFolder(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder, only(FOLDER_OWNER_ONLY, folder));
        }
    }

    /** Keeps others from reading a file from now on. */
    static void tighten(Path file) throws IOException {
        Set<PosixFilePermission> wanted = PosixFilePermissions.fromString(OWNER_ONLY);
        if (!hasPermissions(file) || wanted.containsAll(Files.getPosixFilePermissions(file))) {
            return;
        }
        Files.setPosixFilePermissions(file, wanted);
        log.warn("Others than its owner could use {}; they cannot any more. If they did, remove it", file);
    }

    private static FileAttribute<?>[] only(String permissions, Path path) {
        return hasPermissions(path)
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    private static boolean hasPermissions(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}
