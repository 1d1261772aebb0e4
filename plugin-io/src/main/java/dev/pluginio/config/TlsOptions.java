package dev.pluginio.config;

import dev.pluginio.transport.TransportSettings;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The section {@code tls}: a certificate and its key, as two PEM files or one PKCS #12 file. */
record TlsOptions(
        @Setting("A PEM file with the certificate, and after it those that lead to a root.") @Nullable
        String cert,

        @Setting("A PEM file with the certificate's private key.") @Nullable
        String key,

        @Setting("A PKCS #12 file with certificates and key, in place of cert and key.") @Nullable
        String pfx,

        @Setting("What the key or the PKCS #12 file is encrypted with; best as ${NAME}.") @Nullable
        String passphrase,

        @Place String place) {

    TlsOptions() {
        this(null, null, null, null, "");
    }

    /**
     * The settings, or null if a problem was told.
     *
     * @param folder where paths begin that do not begin at the root
     */
    TransportSettings.@Nullable Tls settings(Path folder, Problems problems) {
        if (pfx != null) {
            if (cert != null || key != null) {
                problems.add(place + ".pfx", "cannot stand beside 'cert' and 'key'; it holds both");
                return null;
            }
            Path keyStore = file(folder, pfx, "pfx", problems);
            return keyStore == null ? null : TransportSettings.Tls.pkcs12(keyStore, passphrase);
        } else if (cert == null || key == null) {
            problems.add(place, "needs 'cert' and 'key', or 'pfx'");
            return null;
        }
        Path certificates = file(folder, cert, "cert", problems);
        Path own = file(folder, key, "key", problems);
        return certificates == null || own == null ? null : TransportSettings.Tls.pem(certificates, own, passphrase);
    }

    private @Nullable Path file(Path folder, String name, String key, Problems problems) {
        try {
            Path file = folder.resolve(name);
            if (Files.isReadable(file) && Files.isRegularFile(file)) {
                return file;
            }
            problems.add(place + "." + key, "there is no file that can be read at '" + file + "'");
        } catch (InvalidPathException e) {
            problems.add(place + "." + key, "must be the path of a file");
        }
        return null;
    }
}
