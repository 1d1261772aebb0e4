package dev.pluginio.sample.access;

import dev.pluginio.api.access.AccessChange.UserChanged;
import dev.pluginio.api.access.AccessChange.UserChanged.Cause;
import dev.pluginio.sample.problem.Problem;
import dev.pluginio.sample.store.Database;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/** The users. Listeners hear of every edit after its commit. */
public final class Users {

    private static final Pattern EMAIL = Pattern.compile("[^@\\s\\p{Cntrl}]{1,64}@[^@\\s\\p{Cntrl}]{1,255}");
    private static final Pattern USERNAME = Pattern.compile("[^@\\s\\p{Cntrl}]{2,100}");

    private final Database database;
    private final Passwords passwords;
    private final AccessChanges changes;

    /**
     * Opens the users.
     *
     * @param database where they are stored
     * @param passwords hashes what they log in with
     * @param changes hears of edits
     */
    public Users(Database database, Passwords passwords, AccessChanges changes) {
        this.database = database;
        this.passwords = passwords;
        this.changes = changes;
    }

    /**
     * Lists the users.
     *
     * @return all of them
     */
    public List<UserView> all() {
        return database.inTransaction(em -> em
                .createQuery("select u from UserRecord u join fetch u.role order by u.id", UserRecord.class)
                .getResultList()
                .stream()
                .map(UserRecord::view)
                .toList());
    }

    /**
     * Gives one user.
     *
     * @param id untrusted
     * @return the user
     * @throws Problem if there is none
     */
    public UserView get(String id) {
        return database.inTransaction(em -> require(em, id).view());
    }

    /**
     * Makes a user.
     *
     * @param username the name that people read; without an at sign, so that it is nobody's e-mail address
     * @param email the e-mail address
     * @param password at least eight characters
     * @param roleId untrusted
     * @return the user
     * @throws Problem if a value is malformed or taken, or there is no such role
     */
    public UserView create(String username, String email, String password, String roleId) {
        check(username, email, password);
        String hash = passwords.hash(password);
        UserView created = database.inTransaction(em -> {
            if (find(em, username).isPresent() || find(em, email).isPresent()) {
                throw Problem.invalid("username", "the name or the e-mail address is taken");
            }
            RoleRecord role = assignable(em, roleId);
            UserRecord user = new UserRecord(username, normal(email), hash, role);
            em.persist(user);
            return user.view();
        });
        changes.tell(new UserChanged(created.id()));
        return created;
    }

    /** Makes all of the users, or none. */
    void createFirst(Map<String, RoleKind> kinds, String password) {
        Map<String, String> hashes = new LinkedHashMap<>();
        for (String name : kinds.keySet()) {
            check(name, demoEmail(name), password);
            hashes.put(name, passwords.hash(password));
        }
        List<UserView> created = database.inTransaction(em -> {
            List<UserRecord> users = new ArrayList<>();
            hashes.forEach((name, hash) -> {
                RoleRecord role = Roles.ofKind(em, Objects.requireNonNull(kinds.get(name)));
                users.add(new UserRecord(name, demoEmail(name), hash, role));
            });
            users.forEach(em::persist);
            return users.stream().map(UserRecord::view).toList();
        });
        created.forEach(user -> changes.tell(new UserChanged(user.id())));
    }

    private static String demoEmail(String name) {
        return name + "@example.com";
    }

    /**
     * Edits a user.
     *
     * @param id untrusted
     * @param roleId the new role, or empty to keep the old one; untrusted
     * @param blocked whether the user is kept out, or empty to change nothing
     * @return the user
     * @throws Problem if there is no such user or role, or no administrator would be left
     */
    public UserView edit(String id, Optional<String> roleId, Optional<Boolean> blocked) {
        UserView edited = database.inTransaction(em -> {
            RoleRecord administrators = lockAdministrators(em);
            UserRecord user = require(em, id);
            boolean wasAdministrator = user.isActiveAdministrator();
            roleId.ifPresent(role -> user.assign(assignable(em, role)));
            blocked.ifPresent(user::block);
            if (wasAdministrator && !user.isActiveAdministrator()) {
                requireAdministrator(em, administrators);
            }
            return user.view();
        });
        changes.tell(new UserChanged(id, edited.blocked() ? Cause.BLOCKED : Cause.EDITED));
        return edited;
    }

    /**
     * Ends all logins of a user: tokens given out so far are worth nothing.
     *
     * @param id untrusted
     * @throws Problem if there is no such user
     */
    public void logOut(String id) {
        database.inTransaction(em -> {
            UserRecord user = require(em, id);
            user.endLogins();
            return user;
        });
        changes.tell(new UserChanged(id, Cause.LOGGED_OUT));
    }

    /**
     * Gives a user another password, which ends all logins.
     *
     * @param id untrusted
     * @param password at least eight characters
     * @throws Problem if there is no such user, or the password is too short or too long
     */
    public void changePassword(String id, String password) {
        checkPassword(password);
        String hash = passwords.hash(password);
        database.inTransaction(em -> {
            UserRecord user = require(em, id);
            user.changePassword(hash);
            return user;
        });
        changes.tell(new UserChanged(id, Cause.PASSWORD_CHANGED));
    }

    /**
     * Removes a user.
     *
     * @param id untrusted
     * @throws Problem if there is no such user, or no administrator would be left
     */
    public void remove(String id) {
        database.inTransaction(em -> {
            RoleRecord administrators = lockAdministrators(em);
            UserRecord user = require(em, id);
            em.remove(user);
            if (user.isActiveAdministrator()) {
                requireAdministrator(em, administrators);
            }
            return user;
        });
        changes.tell(new UserChanged(id, Cause.DELETED));
    }

    /** Two administrators who remove each other at the same moment must not both succeed. */
    private static RoleRecord lockAdministrators(EntityManager em) {
        RoleRecord administrators = Roles.ofKind(em, RoleKind.ADMINISTRATOR);
        em.lock(administrators, LockModeType.PESSIMISTIC_WRITE);
        return administrators;
    }

    private static void requireAdministrator(EntityManager em, RoleRecord administrators) {
        Long left = em.createQuery(
                        "select count(u) from UserRecord u where u.role = :role and u.blocked = false", Long.class)
                .setParameter("role", administrators)
                .getSingleResult();
        if (left == 0) {
            throw Problem.conflict("the last administrator cannot be removed, blocked or given another role");
        }
    }

    private static RoleRecord assignable(EntityManager em, String roleId) {
        return Roles.find(em, roleId)
                .filter(role -> role.kind() != RoleKind.PUBLIC)
                .orElseThrow(() -> Problem.invalid("role", "there is no such role for users"));
    }

    private static void check(String username, String email, String password) {
        if (!USERNAME.matcher(username).matches()) {
            throw Problem.invalid("username", "a username has 2 to 100 characters, no blank and no @");
        }
        if (!EMAIL.matcher(email).matches()) {
            throw Problem.invalid("email", "this is no e-mail address");
        }
        checkPassword(password);
    }

    private static void checkPassword(String password) {
        if (!Passwords.isLongEnough(password)) {
            throw Problem.invalid(
                    "password", "a password has " + Passwords.SHORTEST + " to " + Passwords.LONGEST + " characters");
        }
    }

    private static String normal(String email) {
        return email.toLowerCase(Locale.ROOT);
    }

    static Optional<UserRecord> byId(EntityManager em, String id) {
        return Ids.parse(id).flatMap(key -> Optional.ofNullable(em.find(UserRecord.class, key)));
    }

    static UserRecord require(EntityManager em, String id) {
        return byId(em, id).orElseThrow(Problem::notFound);
    }

    static Optional<UserRecord> find(EntityManager em, String identifier) {
        if (identifier.indexOf('\0') >= 0) {
            return Optional.empty(); // PostgreSQL refuses the very question
        }
        return em.createQuery(
                        "select u from UserRecord u where u.username = :name or u.email = :email", UserRecord.class)
                .setParameter("name", identifier)
                .setParameter("email", normal(identifier))
                .getResultStream()
                .findFirst();
    }
}
