package dev.pluginio.sample.access;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Signs and checks the JSON web tokens that users get when they log in. */
public final class Jwts {

    private static final String GENERATION = "gen";

    private final byte[] key;
    private final Duration life;
    private final Clock clock;

    /**
     * Makes the signing ready.
     *
     * @param key at least 32 random bytes
     * @param life how long a token is valid
     * @param clock tells what time it is
     */
    public Jwts(byte[] key, Duration life, Clock clock) {
        this.key = key.clone();
        this.life = life;
        this.clock = clock;
    }

    /** Whom a token was given to, in which generation of the user's logins, and when it ends. */
    record Claim(String userId, int generation, Instant expiresAt) {}

    String issue(String userId, int generation) {
        Instant now = clock.instant();
        JWTClaimsSet claims = new JWTClaimsSet.Builder()
                .subject(userId)
                .claim(GENERATION, generation)
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(life)))
                .build();
        try {
            SignedJWT jwt = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims);
            jwt.sign(new MACSigner(key));
            return jwt.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException("the key does not sign", e);
        }
    }

    /** Reads a token that we signed; it may have expired. */
    Optional<Claim> read(String untrusted) {
        try {
            SignedJWT jwt = SignedJWT.parse(untrusted);
            if (!jwt.getHeader().getAlgorithm().equals(JWSAlgorithm.HS256) || !jwt.verify(new MACVerifier(key))) {
                return Optional.empty();
            }
            return claim(jwt.getJWTClaimsSet());
        } catch (ParseException | JOSEException e) {
            return Optional.empty();
        }
    }

    private static Optional<Claim> claim(JWTClaimsSet claims) throws ParseException {
        @Nullable String user = claims.getSubject();
        @Nullable Date end = claims.getExpirationTime();
        @Nullable Integer generation = claims.getIntegerClaim(GENERATION);
        return user == null || end == null
                ? Optional.empty()
                : Optional.of(new Claim(user, generation == null ? 0 : generation, end.toInstant()));
    }
}
