package dev.pluginio.transport.socketio;

import dev.pluginio.transport.TransportException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.jspecify.annotations.Nullable;

/** Reads a private key in PEM form: PKCS #8, encrypted or not, and the older form of RSA keys. */
final class PemKey {

    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z ]*)PRIVATE KEY-----([^-]+)-----END [A-Z ]*PRIVATE KEY-----");
    private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA", "DSA");
    private static final String ENCRYPTED_SCHEME = "1.2.840.113549.1.5.13";

    /** What stands before the older form of an RSA key in the newer: version 0 and the name of the algorithm. */
    private static final byte[] RSA = {
        0x02,
        0x01,
        0x00,
        0x30,
        0x0d,
        0x06,
        0x09,
        0x2a,
        (byte) 0x86,
        0x48,
        (byte) 0x86,
        (byte) 0xf7,
        0x0d,
        0x01,
        0x01,
        0x01,
        0x05,
        0x00
    };

    private PemKey() {}

    /**
     * Reads the first private key of a text.
     *
     * @param place where the text comes from, for messages
     * @throws TransportException if there is none, or it cannot be opened or read
     */
    static PrivateKey read(String pem, @Nullable String passphrase, String place) {
        Matcher block = BLOCK.matcher(pem);
        if (!block.find()) {
            throw new TransportException(place + " holds no private key in PEM form");
        } else if (block.group(2).contains("DEK-Info")) {
            throw new TransportException(place + " is encrypted in an old way; convert it with 'openssl pkcs8 -topk8'");
        }
        byte[] bytes = decoded(block.group(2), place);
        return switch (block.group(1).trim()) {
            case "" -> key(bytes, place);
            case "ENCRYPTED" -> key(decrypted(bytes, passphrase, place), place);
            case "RSA" -> key(sequence(RSA, tagged(0x04, bytes)), place);
            default ->
                throw new TransportException(place + " is in an old form; convert it with 'openssl pkcs8 -topk8'");
        };
    }

    private static byte[] decoded(String base64, String place) {
        try {
            return Base64.getMimeDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new TransportException(place + " holds no private key in PEM form", e);
        }
    }

    private static PrivateKey key(byte[] bytes, String place) {
        for (String algorithm : ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(bytes));
            } catch (InvalidKeySpecException | NoSuchAlgorithmException e) {
                // it may be a key of another kind
                continue;
            }
        }
        throw new TransportException(place + " holds no private key that can be read");
    }

    private static byte[] decrypted(byte[] bytes, @Nullable String passphrase, String place) {
        if (passphrase == null) {
            throw new TransportException(place + " is encrypted; tls.passphrase is needed");
        }
        try {
            var encrypted = new EncryptedPrivateKeyInfo(bytes);
            // for the newer scheme, the algorithm's name is not that of the scheme but told by its parameters
            String algorithm = ENCRYPTED_SCHEME.equals(encrypted.getAlgName())
                            || encrypted.getAlgName().equals("PBES2")
                    ? encrypted.getAlgParameters().toString()
                    : encrypted.getAlgName();
            var secret =
                    SecretKeyFactory.getInstance(algorithm).generateSecret(new PBEKeySpec(passphrase.toCharArray()));
            Cipher cipher = Cipher.getInstance(algorithm);
            cipher.init(Cipher.DECRYPT_MODE, secret, encrypted.getAlgParameters());
            return encrypted.getKeySpec(cipher).getEncoded();
        } catch (InvalidKeySpecException | InvalidKeyException e) {
            throw new TransportException(place + " cannot be opened with the passphrase", e);
        } catch (IOException | GeneralSecurityException e) {
            throw new TransportException(
                    place + " is encrypted in a way that is not supported; convert it with 'openssl pkcs8 -topk8 -v2"
                            + " aes256'",
                    e);
        }
    }

    private static byte[] sequence(byte[] first, byte[] second) {
        var content = new ByteArrayOutputStream();
        content.writeBytes(first);
        content.writeBytes(second);
        return tagged(0x30, content.toByteArray());
    }

    private static byte[] tagged(int tag, byte[] content) {
        var out = new ByteArrayOutputStream();
        out.write(tag);
        if (content.length < 128) {
            out.write(content.length);
        } else {
            int bytes = content.length < 256 ? 1 : content.length < 65_536 ? 2 : 3;
            out.write(0x80 | bytes);
            for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) {
                out.write(content.length >> shift);
            }
        }
        out.writeBytes(content);
        return out.toByteArray();
    }
}
