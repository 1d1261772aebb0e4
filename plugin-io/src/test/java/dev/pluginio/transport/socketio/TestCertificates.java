package dev.pluginio.transport.socketio;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.interfaces.RSAPrivateKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/** Certificates for 127.0.0.1 and localhost, made by the JDK's keytool, in the forms that servers are given. */
final class TestCertificates {

    static final String PASSPHRASE = "correct horse";

    private final Path folder;
    private final Path keyStore;
    private final KeyStore store;

    /** Makes one whose key is of the given algorithm. */
    TestCertificates(Path folder, String algorithm) throws IOException, GeneralSecurityException, InterruptedException {
        this.folder = Files.createDirectories(folder.resolve(algorithm));
        this.keyStore = this.folder.resolve("all.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "server",
                        "-keyalg",
                        algorithm,
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=dns:localhost,ip:127.0.0.1",
                        "-validity",
                        "3",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        keyStore.toString(),
                        "-storepass",
                        PASSPHRASE)
                .inheritIO()
                .start();
        if (!keytool.waitFor(60, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
            throw new IOException("keytool failed");
        }
        store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(keyStore)) {
            store.load(in, PASSPHRASE.toCharArray());
        }
    }

    Path keyStore() {
        return keyStore;
    }

    Path chain() throws IOException, GeneralSecurityException {
        return pem("chain.pem", "CERTIFICATE", store.getCertificate("server").getEncoded());
    }

    Path key() throws IOException, GeneralSecurityException {
        return pem("key.pem", "PRIVATE KEY", privateKey().getEncoded());
    }

    /** An RSA key in the form that older tools write. */
    Path oldKey() throws IOException, GeneralSecurityException {
        byte[] encoded = ((RSAPrivateKey) privateKey()).getEncoded();
        // the older form is the content of the newer one's last element
        return pem("old.pem", "RSA PRIVATE KEY", Arrays.copyOfRange(encoded, 26, encoded.length));
    }

    /** A key encrypted as today's tools do it: PBES2, PBKDF2 with HMAC-SHA256, AES-256 in CBC mode. */
    Path encryptedKey() throws IOException, GeneralSecurityException {
        byte[] salt = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
        SecretKey secret = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                .generateSecret(new PBEKeySpec(PASSPHRASE.toCharArray(), salt, 2_048, 256));
        Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
        cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(secret.getEncoded(), "AES"), new IvParameterSpec(salt));
        byte[] derivation = sequence(
                der(0x06, "2a864886f70d01050c"),
                sequence(der(0x04, salt), der(0x02, "0800"), sequence(der(0x06, "2a864886f70d0209"), der(0x05, ""))));
        byte[] encryption = sequence(der(0x06, "60864801650304012a"), der(0x04, salt));
        byte[] scheme = sequence(der(0x06, "2a864886f70d01050d"), sequence(derivation, encryption));
        byte[] key = sequence(scheme, der(0x04, cipher.doFinal(privateKey().getEncoded())));
        return pem("encrypted.pem", "ENCRYPTED PRIVATE KEY", key);
    }

    /** A key encrypted as it was done before that. */
    Path formerlyEncryptedKey() throws IOException, GeneralSecurityException {
        String algorithm = "PBEWithSHA1AndDESede";
        Cipher cipher = Cipher.getInstance(algorithm);
        cipher.init(
                Cipher.ENCRYPT_MODE,
                SecretKeyFactory.getInstance(algorithm).generateSecret(new PBEKeySpec(PASSPHRASE.toCharArray())));
        byte[] encrypted = cipher.doFinal(privateKey().getEncoded());
        return pem(
                "formerly.pem",
                "ENCRYPTED PRIVATE KEY",
                new EncryptedPrivateKeyInfo(cipher.getParameters(), encrypted).getEncoded());
    }

    private static byte[] sequence(byte[]... elements) {
        var content = new ByteArrayOutputStream();
        for (byte[] element : elements) {
            content.writeBytes(element);
        }
        return der(0x30, content.toByteArray());
    }

    private static byte[] der(int tag, String hex) {
        return der(tag, HexFormat.of().parseHex(hex));
    }

    private static byte[] der(int tag, byte[] content) {
        var out = new ByteArrayOutputStream();
        out.write(tag);
        if (content.length < 128) {
            out.write(content.length);
        } else {
            out.write(0x82);
            out.write(content.length >> 8);
            out.write(content.length);
        }
        out.writeBytes(content);
        return out.toByteArray();
    }

    private PrivateKey privateKey() throws GeneralSecurityException {
        return (PrivateKey) store.getKey("server", PASSPHRASE.toCharArray());
    }

    private Path pem(String name, String type, byte[] bytes) throws IOException {
        String text = "-----BEGIN " + type + "-----\n" + Base64.getMimeEncoder().encodeToString(bytes) + "\n-----END "
                + type + "-----\n";
        return Files.writeString(folder.resolve(name), text);
    }

    X509TrustManager trust() throws GeneralSecurityException, IOException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("server", store.getCertificate("server"));
        var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(trusted);
        return (X509TrustManager) factory.getTrustManagers()[0];
    }

    /** What lets a client trust it. */
    SSLContext client(String protocol) throws GeneralSecurityException, IOException {
        SSLContext context = SSLContext.getInstance(protocol);
        context.init(null, new X509TrustManager[] {trust()}, null);
        return context;
    }
}
