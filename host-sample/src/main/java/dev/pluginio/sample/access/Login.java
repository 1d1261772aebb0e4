package dev.pluginio.sample.access;

import dev.pluginio.sample.problem.Problem;
import dev.pluginio.sample.store.Database;
import java.util.Optional;

/** Lets users in who know their password. Unknown names take as long as wrong passwords, and get the same answer. */
public final class Login {

    private static final int LONGEST_IDENTIFIER = 320;

    private final Database database;
    private final Passwords passwords;
    private final Jwts jwts;
    private final LoginLimit limit;

    /**
     * Makes the door.
     *
     * @param database where the users are
     * @param passwords checks passwords
     * @param jwts gives out tokens
     * @param limit limits failures
     */
    public Login(Database database, Passwords passwords, Jwts jwts, LoginLimit limit) {
        this.database = database;
        this.passwords = passwords;
        this.jwts = jwts;
        this.limit = limit;
    }

    /**
     * A user who logged in.
     *
     * @param jwt proves it until it expires
     * @param user who it is
     */
    public record LoggedIn(String jwt, UserView user) {
        @Override
        public String toString() {
            return "LoggedIn[jwt=(hidden), user=" + user + "]";
        }
    }

    private record Candidate(UserView user, String passwordHash, int generation) {
        static Candidate of(UserRecord user) {
            return new Candidate(user.view(), user.passwordHash(), user.loginGeneration());
        }
    }

    /**
     * Checks a password.
     *
     * @param identifier a username or an e-mail address; untrusted
     * @param password untrusted
     * @param address where the client is
     * @return the user and a token
     * @throws Problem if there were too many failures, the user is unknown or blocked, or the password is wrong
     */
    public LoggedIn login(String identifier, String password, String address) {
        if (identifier.length() > LONGEST_IDENTIFIER || password.length() > Passwords.LONGEST) {
            throw wrong();
        }
        LoginLimit.Attempt attempt = limit.attempt(address, identifier);
        Optional<Candidate> candidate =
                database.inTransaction(em -> Users.find(em, identifier).map(Candidate::of));
        if (candidate.isEmpty()) {
            passwords.pretend(password);
            throw wrong();
        }
        if (!passwords.matches(password, candidate.get().passwordHash())) {
            throw wrong();
        }
        UserView user = candidate.get().user();
        if (user.blocked()) {
            throw Problem.invalid(ClientAuthenticator.BLOCKED_MESSAGE);
        }
        attempt.succeeded();
        return new LoggedIn(jwts.issue(user.id(), candidate.get().generation()), user);
    }

    private static Problem wrong() {
        return Problem.invalid("Invalid identifier or password");
    }
}
