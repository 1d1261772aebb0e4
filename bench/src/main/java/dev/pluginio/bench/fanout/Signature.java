package dev.pluginio.bench.fanout;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs a token as the sample host signs those of its users; by a key of its own. */
final class Signature {

    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();
    private static final long YEAR_2100 = 4_102_444_800L;

    private final byte[] key = new byte[32];

    Signature() {
        new SecureRandom().nextBytes(key);
    }

    /** In hexadecimal digits. */
    String key() {
        return HexFormat.of().formatHex(key);
    }

    /** A JSON web token that ends in the year 2100. */
    String token() {
        String signed = encoded("{\"alg\":\"HS256\"}") + "." + encoded("{\"sub\":\"4711\",\"exp\":" + YEAR_2100 + "}");
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return signed + "." + BASE64.encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }

    private static String encoded(String json) {
        return BASE64.encodeToString(json.getBytes(StandardCharsets.US_ASCII));
    }
}
