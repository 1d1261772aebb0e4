package dev.pluginio.sample;

import dev.pluginio.sample.access.AccessChanges;
import dev.pluginio.sample.access.ApiTokens;
import dev.pluginio.sample.access.ClientAuthenticator;
import dev.pluginio.sample.access.JwtKey;
import dev.pluginio.sample.access.Jwts;
import dev.pluginio.sample.access.KnownPermissions;
import dev.pluginio.sample.access.Login;
import dev.pluginio.sample.access.LoginLimit;
import dev.pluginio.sample.access.Passwords;
import dev.pluginio.sample.access.Roles;
import dev.pluginio.sample.access.StoredPolicy;
import dev.pluginio.sample.access.Users;
import dev.pluginio.sample.content.ContentModel;
import dev.pluginio.sample.store.Database;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;

/** All that has to do with who may do what. */
record AccessParts(
        KnownPermissions known,
        Roles roles,
        Users users,
        ApiTokens tokens,
        Login login,
        ClientAuthenticator authenticator,
        StoredPolicy policy) {

    private static final Duration LOGIN_LASTS = Duration.ofHours(12);
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final int FAILURES_PER_NAME = 10;
    private static final int FAILURES_PER_ADDRESS = 60;

    static AccessParts build(Database database, ContentModel model, Path dataFolder, Clock clock, SecureRandom random) {
        AccessChanges changes = new AccessChanges(PATIENCE);
        KnownPermissions known = new KnownPermissions(model);
        Passwords passwords = new Passwords();
        Jwts jwts = new Jwts(JwtKey.in(dataFolder.resolve("jwt.key"), random), LOGIN_LASTS, clock);
        LoginLimit limit = new LoginLimit(FAILURES_PER_NAME, FAILURES_PER_ADDRESS, clock);
        return new AccessParts(
                known,
                new Roles(database, known, changes),
                new Users(database, passwords, changes),
                new ApiTokens(database, known, changes, clock, random),
                new Login(database, passwords, jwts, limit),
                new ClientAuthenticator(database, jwts, clock),
                new StoredPolicy(database, changes, clock));
    }
}
