package dev.pluginio.transport.socketio;

import dev.pluginio.transport.TransportException;
import dev.pluginio.transport.TransportSettings;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.UnrecoverableKeyException;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Makes of the configured files what encrypts connections. What is wrong is told with setting and file. */
final class Certificates {

    private static final String CERT = "tls.cert";
    private static final String KEY = "tls.key";
    private static final String PFX = "tls.pfx";

    /** A private key, and the chain of certificates whose first is that of the key. */
    private record Identity(PrivateKey key, List<X509Certificate> chain) {}

    private Certificates() {}

    /**
     * Reads the files.
     *
     * @throws TransportException if one of them is not there, cannot be read or opened, or does not fit the other
     */
    static SslContext load(TransportSettings.Tls tls) {
        Path keyStore = tls.keyStore();
        Path key = Objects.requireNonNullElse(keyStore, Objects.requireNonNullElse(tls.key(), Path.of("")));
        String place = place(keyStore == null ? KEY : PFX, key);
        Identity identity = keyStore == null
                ? new Identity(key(key, tls.passphrase(), place), chain(tls))
                : identity(keyStore, tls.passphrase(), place);
        try {
            if (!fits(identity)) {
                throw new TransportException(place + " is not the key of the certificate"
                        + (keyStore == null ? " in " + tls.certificates() : ""));
            }
            return SslContextBuilder.forServer(identity.key(), identity.chain())
                    .sslProvider(SslProvider.JDK)
                    .protocols("TLSv1.3", "TLSv1.2")
                    .build();
        } catch (GeneralSecurityException | SSLException e) {
            throw new TransportException(place + " cannot be used: " + e.getMessage(), e);
        }
    }

    private static String place(String setting, Path file) {
        return setting + ": " + file;
    }

    private static PrivateKey key(Path file, @Nullable String passphrase, String place) {
        return PemKey.read(new String(bytes(file, place), StandardCharsets.ISO_8859_1), passphrase, place);
    }

    private static List<X509Certificate> chain(TransportSettings.Tls tls) {
        Path file = Objects.requireNonNullElse(tls.certificates(), Path.of(""));
        String place = place(CERT, file);
        try {
            return certificates(
                    CertificateFactory.getInstance("X.509")
                            .generateCertificates(new ByteArrayInputStream(bytes(file, place))),
                    place);
        } catch (CertificateException e) {
            throw new TransportException(place + " holds no certificates in PEM form", e);
        }
    }

    private static List<X509Certificate> certificates(Iterable<? extends Certificate> all, String place) {
        List<X509Certificate> chain = new ArrayList<>();
        all.forEach(certificate -> chain.add((X509Certificate) certificate));
        if (chain.isEmpty()) {
            throw new TransportException(place + " holds no certificates");
        }
        return chain;
    }

    private static Identity identity(Path file, @Nullable String passphrase, String place) {
        char[] password = passphrase == null ? new char[0] : passphrase.toCharArray();
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(new ByteArrayInputStream(bytes(file, place)), password);
            for (String alias : Collections.list(store.aliases())) {
                if (store.getKey(alias, password) instanceof PrivateKey key) {
                    return new Identity(key, certificates(List.of(store.getCertificateChain(alias)), place));
                }
            }
            throw new TransportException(place + " holds no private key");
        } catch (UnrecoverableKeyException e) {
            throw new TransportException(place + locked(passphrase), e);
        } catch (IOException e) {
            boolean isLocked = e.getCause() instanceof UnrecoverableKeyException;
            throw new TransportException(place + (isLocked ? locked(passphrase) : " is not in PKCS #12 form"), e);
        } catch (GeneralSecurityException e) {
            throw new TransportException(place + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static String locked(@Nullable String passphrase) {
        return passphrase == null ? " cannot be opened without a passphrase" : " cannot be opened with the passphrase";
    }

    private static byte[] bytes(Path file, String place) {
        try {
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw new TransportException(place + " does not exist", e);
        } catch (IOException e) {
            throw new TransportException(place + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** Whether what the key signs is what the certificate confirms. */
    private static boolean fits(Identity identity) throws GeneralSecurityException {
        PublicKey confirming = identity.chain().get(0).getPublicKey();
        if (!confirming.getAlgorithm().equals(identity.key().getAlgorithm())) {
            return false;
        }
        String algorithm = confirming.getAlgorithm();
        Signature signature = Signature.getInstance(
                switch (algorithm) {
                    case "RSA", "DSA" -> "SHA256with" + algorithm;
                    case "EC" -> "SHA256withECDSA";
                    default -> algorithm;
                });
        byte[] something = "plugin-io".getBytes(StandardCharsets.US_ASCII);
        signature.initSign(identity.key());
        signature.update(something);
        byte[] signed = signature.sign();
        signature.initVerify(confirming);
        signature.update(something);
        return signature.verify(signed);
    }
}
