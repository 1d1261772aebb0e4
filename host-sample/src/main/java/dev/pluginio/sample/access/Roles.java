package dev.pluginio.sample.access;

import dev.pluginio.api.access.AccessChange;
import dev.pluginio.api.access.Role;
import dev.pluginio.sample.problem.Problem;
import dev.pluginio.sample.store.Database;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The roles. Listeners hear of every edit after its commit. */
public final class Roles {

    private static final int LONGEST_NAME = 100;

    private final Database database;
    private final KnownPermissions known;
    private final AccessChanges changes;

    /**
     * Opens the roles.
     *
     * @param database where they are stored
     * @param known the permissions that there are
     * @param changes hears of edits
     */
    public Roles(Database database, KnownPermissions known, AccessChanges changes) {
        this.database = database;
        this.known = known;
        this.changes = changes;
    }

    /**
     * Lists the roles.
     *
     * @return all of them
     */
    public List<RoleView> all() {
        return database.inTransaction(
                em -> records(em).stream().map(role -> role.view(known.all())).toList());
    }

    /**
     * Gives one role.
     *
     * @param id untrusted
     * @return the role
     * @throws Problem if there is none
     */
    public RoleView get(String id) {
        return database.inTransaction(em -> require(em, id).view(known.all()));
    }

    /**
     * Tells whether a role is that of the administrators.
     *
     * @param role somebody's role
     * @return whether it administrates
     */
    public boolean isAdministrator(Role role) {
        return database.inTransaction(em -> find(em, role.id())
                .filter(found -> found.kind() == RoleKind.ADMINISTRATOR)
                .isPresent());
    }

    /**
     * Makes a role.
     *
     * @param name the name that people read
     * @param permissions what it may do
     * @return the role
     * @throws Problem if the name is taken or a permission does not exist
     */
    public RoleView create(String name, Set<String> permissions) {
        known.check(permissions);
        checkName(name);
        RoleView created = database.inTransaction(em ->
                create(em, new NewRole(name, RoleKind.CUSTOM, permissions)).view(known.all()));
        changes.tell(new AccessChange.RoleChanged(created.id()));
        return created;
    }

    /** Makes all of the roles, or none. */
    void createFirst(List<NewRole> roles) {
        List<RoleView> created = database.inTransaction(em -> roles.stream()
                .map(role -> create(em, role))
                .map(role -> role.view(known.all()))
                .toList());
        created.forEach(role -> changes.tell(new AccessChange.RoleChanged(role.id())));
    }

    private static RoleRecord create(EntityManager em, NewRole role) {
        requireFree(em, role.name(), null);
        RoleRecord record = new RoleRecord(role.name(), role.kind(), role.permissions());
        em.persist(record);
        return record;
    }

    record NewRole(String name, RoleKind kind, Set<String> permissions) {}

    /**
     * Edits a role.
     *
     * @param id untrusted
     * @param name the new name, or empty to keep the old one
     * @param permissions what it may do from now on, or empty to change nothing
     * @return the role
     * @throws Problem if there is no such role, the name is taken, a permission does not exist, or the permissions are
     *     those of the administrators
     */
    public RoleView edit(String id, Optional<String> name, Optional<Set<String>> permissions) {
        name.ifPresent(Roles::checkName);
        permissions.ifPresent(known::check);
        RoleView edited = database.inTransaction(em -> {
            RoleRecord role = require(em, id);
            em.lock(role, LockModeType.PESSIMISTIC_WRITE);
            name.ifPresent(newName -> {
                requireFree(em, newName, role);
                role.rename(newName);
            });
            permissions.ifPresent(granted -> {
                if (role.kind() == RoleKind.ADMINISTRATOR) {
                    throw Problem.invalid("permissions", "administrators may always do everything");
                }
                role.grant(granted);
            });
            return role.view(known.all());
        });
        changes.tell(new AccessChange.RoleChanged(edited.id()));
        return edited;
    }

    /**
     * Removes a role that nobody has.
     *
     * @param id untrusted
     * @throws Problem if there is no such role, it was there from the first start, or a user has it
     */
    public void remove(String id) {
        database.inTransaction(em -> {
            RoleRecord role = require(em, id);
            if (role.kind() != RoleKind.CUSTOM) {
                throw Problem.conflict("the role '" + role.role().name() + "' is needed");
            }
            Long users = em.createQuery("select count(u) from UserRecord u where u.role = :role", Long.class)
                    .setParameter("role", role)
                    .getSingleResult();
            if (users > 0) {
                throw Problem.conflict(users + " users have this role; give them another one first");
            }
            em.remove(role);
            return role;
        });
        changes.tell(new AccessChange.RoleChanged(id));
    }

    static List<RoleRecord> records(EntityManager em) {
        return em.createQuery("select r from RoleRecord r order by r.id", RoleRecord.class)
                .getResultList();
    }

    static Optional<RoleRecord> find(EntityManager em, String id) {
        return Ids.parse(id).flatMap(key -> Optional.ofNullable(em.find(RoleRecord.class, key)));
    }

    static RoleRecord require(EntityManager em, String id) {
        return find(em, id).orElseThrow(Problem::notFound);
    }

    static RoleRecord ofKind(EntityManager em, RoleKind kind) {
        return em.createQuery("select r from RoleRecord r where r.kind = :kind", RoleRecord.class)
                .setParameter("kind", kind)
                .getSingleResult();
    }

    private static void checkName(String name) {
        if (name.isBlank() || name.length() > LONGEST_NAME) {
            throw Problem.invalid("name", "a role's name has 1 to " + LONGEST_NAME + " characters");
        }
    }

    private static void requireFree(EntityManager em, String name, @Nullable RoleRecord self) {
        boolean taken = records(em).stream()
                .anyMatch(role -> role != self && role.role().name().equals(name));
        if (taken) {
            throw Problem.invalid("name", "there is already a role named '" + name + "'");
        }
    }
}
