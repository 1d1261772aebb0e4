package dev.pluginio.sample.access;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** Where the database and the secrets are. */
public final class DataFolder {

    private DataFolder() {}

    /**
     * Makes the folder for its owner only, where the file system knows owners. A folder that is there stays as it is.
     *
     * @param folder where it is to be
     * @throws UncheckedIOException if it cannot be made
     */
    public static void make(Path folder) {
        try {
            SecretFile.makeFolder(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make the data folder " + folder, e);
        }
    }
}
