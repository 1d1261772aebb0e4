package dev.pluginio.sample.access;

import dev.pluginio.api.access.AccessChange;
import dev.pluginio.sample.problem.Problem;
import dev.pluginio.sample.store.Database;
import jakarta.persistence.EntityManager;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** The API tokens. Listeners hear of every edit after its commit. */
public final class ApiTokens {

    private static final String PREFIX = "cms_";
    private static final int LONGEST_NAME = 100;
    private static final int SECRET_BYTES = 32;

    private final Database database;
    private final KnownPermissions known;
    private final AccessChanges changes;
    private final Clock clock;
    private final SecureRandom random;

    /**
     * Opens the tokens.
     *
     * @param database where they are stored
     * @param known the permissions that there are
     * @param changes hears of edits
     * @param clock tells when a token is made
     * @param random makes secrets
     */
    public ApiTokens(
            Database database, KnownPermissions known, AccessChanges changes, Clock clock, SecureRandom random) {
        this.database = database;
        this.known = known;
        this.changes = changes;
        this.clock = clock;
        this.random = random;
    }

    /**
     * A token that was just made.
     *
     * @param token the token
     * @param secret what its owner shows; it is not stored and cannot be shown again
     */
    public record Created(TokenView token, String secret) {
        @Override
        public String toString() {
            return "Created[token=" + token + ", secret=(hidden)]";
        }
    }

    /**
     * Lists the tokens.
     *
     * @return all of them, the expired ones included
     */
    public List<TokenView> all() {
        return database.inTransaction(
                em -> records(em).stream().map(TokenRecord::view).toList());
    }

    /**
     * Makes a token.
     *
     * @param token what it is to be
     * @return the token and its secret
     * @throws Problem if a permission does not exist, the time is over, or permissions are listed for another kind
     *     than custom
     */
    public Created create(NewToken token) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        check(token, now);
        String secret = newSecret();
        TokenView created = database.inTransaction(em -> {
            TokenRecord made = new TokenRecord(token, hash(secret), now);
            em.persist(made);
            return made.view();
        });
        changes.tell(new AccessChange.ApiTokenChanged(created.id()));
        return new Created(created, secret);
    }

    private void check(NewToken token, Instant now) {
        known.check(token.permissions());
        if (token.name().isBlank() || token.name().length() > LONGEST_NAME) {
            throw Problem.invalid("name", "a token's name has 1 to " + LONGEST_NAME + " characters");
        }
        if (token.kind() != TokenKind.CUSTOM && !token.permissions().isEmpty()) {
            throw Problem.invalid("permissions", "only a custom token lists its permissions");
        }
        if (token.expiresAt().filter(end -> !end.isAfter(now)).isPresent()) {
            throw Problem.invalid("expiresAt", "this time is over");
        }
    }

    /**
     * Revokes a token: it is gone.
     *
     * @param id untrusted
     * @throws Problem if there is none
     */
    public void revoke(String id) {
        database.inTransaction(em -> {
            TokenRecord token = find(em, id).orElseThrow(Problem::notFound);
            em.remove(token);
            return token;
        });
        changes.tell(new AccessChange.ApiTokenChanged(id));
    }

    /**
     * Tells a token from a JSON web token.
     *
     * @param credentials what a client showed; untrusted
     * @return whether it has the form of an API token
     */
    public static boolean looksLike(String credentials) {
        return credentials.startsWith(PREFIX);
    }

    static List<TokenRecord> records(EntityManager em) {
        return em.createQuery("select t from TokenRecord t order by t.id", TokenRecord.class)
                .getResultList();
    }

    static Optional<TokenRecord> find(EntityManager em, String id) {
        return Ids.parse(id).flatMap(key -> Optional.ofNullable(em.find(TokenRecord.class, key)));
    }

    static Optional<TokenRecord> bySecret(EntityManager em, String untrusted) {
        return em.createQuery("select t from TokenRecord t where t.secretHash = :hash", TokenRecord.class)
                .setParameter("hash", hash(untrusted))
                .getResultStream()
                .findFirst();
    }

    private String newSecret() {
        byte[] bytes = new byte[SECRET_BYTES];
        random.nextBytes(bytes);
        return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** The secret has 256 random bits, so a fast hash protects it. */
    private static String hash(String secret) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(secret.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
