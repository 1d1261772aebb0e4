package dev.pluginio.e2e.driver;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** JSON web tokens that the host did not give out. */
public final class Jwt {

    private Jwt() {}

    /** One that is signed with the host's key, for the first user, ending at some time. */
    public static String signed(SampleHost host, Instant end) {
        String unsigned = encode("{\"alg\":\"HS256\"}") + "."
                + encode("{\"sub\":\"1\",\"iat\":%d,\"exp\":%d}"
                        .formatted(end.getEpochSecond() - 3600, end.getEpochSecond()));
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key(host), "HmacSHA256"));
            return unsigned + "."
                    + Base64.getUrlEncoder()
                            .withoutPadding()
                            .encodeToString(mac.doFinal(unsigned.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** One that says it needs no signature. */
    public static String unsigned(String user) {
        return encode("{\"alg\":\"none\"}") + "."
                + encode("{\"sub\":\"" + user + "\",\"exp\":"
                        + Instant.now().plusSeconds(600).getEpochSecond() + "}") + ".";
    }

    private static byte[] key(SampleHost host) {
        try (Stream<Path> files = Files.list(host.data())) {
            Path file = files.filter(path -> path.getFileName().toString().contains("jwt"))
                    .findFirst()
                    .orElseThrow();
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String encode(String json) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }
}
