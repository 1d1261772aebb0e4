package dev.pluginio.sample.access;

import com.password4j.Argon2Function;
import com.password4j.Password;
import com.password4j.types.Argon2;
import java.util.concurrent.Semaphore;
import java.util.function.BiPredicate;
import java.util.function.Supplier;

/** Hashes and checks passwords with Argon2id. Few at a time, as each takes 19 MiB of memory. */
public final class Passwords {

    /** The fewest characters of a password. */
    public static final int SHORTEST = 8;

    /** The most characters of a password. */
    public static final int LONGEST = 200;

    private static final Argon2Function ARGON2ID = Argon2Function.getInstance(19 * 1024, 2, 1, 32, Argon2.ID);
    private static final int SALT_BYTES = 16;

    private final Semaphore few = new Semaphore(4, true);
    private final String nobody = hash("no user has this password");

    private final BiPredicate<String, String> check;

    /** Makes the hashing ready. */
    public Passwords() {
        this(Passwords::isRight);
    }

    /** Checks passwords, and pretends to, by the given means alone: a password and a hash. */
    Passwords(BiPredicate<String, String> check) {
        this.check = check;
    }

    static boolean isRight(String untrusted, String hash) {
        return Password.check(untrusted, hash).with(ARGON2ID);
    }

    /**
     * Tells whether a user may have such a password.
     *
     * @param password what somebody chose
     * @return whether it is neither too short nor too long
     */
    public static boolean isLongEnough(String password) {
        return password.length() >= SHORTEST && password.length() <= LONGEST;
    }

    /**
     * Hashes a password.
     *
     * @param password the password
     * @return the hash, with its salt and parameters
     */
    public String hash(String password) {
        return oneOfFew(() ->
                Password.hash(password).addRandomSalt(SALT_BYTES).with(ARGON2ID).getResult());
    }

    boolean matches(String untrusted, String hash) {
        return oneOfFew(() -> check.test(untrusted, hash));
    }

    /** Takes as long as a check, so that a client cannot tell whether there is such a user. */
    void pretend(String untrusted) {
        matches(untrusted, nobody);
    }

    private <T> T oneOfFew(Supplier<T> work) {
        few.acquireUninterruptibly();
        try {
            return work.get();
        } finally {
            few.release();
        }
    }
}
