package dev.pluginio.sample.access;

import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

/** A user as he or she is stored. */
@Entity
@Table(name = "users")
@SuppressWarnings("NullAway.Init") // filled by Hibernate
class UserRecord {

    @Id
    @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "users")
    @SequenceGenerator(name = "users", sequenceName = "users_seq", allocationSize = 1)
    private @Nullable Long id;

    private String username;
    private String email;
    private String passwordHash;

    @ManyToOne(fetch = FetchType.EAGER, optional = false)
    private RoleRecord role;

    private boolean blocked;

    private int loginGeneration;

    UserRecord() {}

    UserRecord(String username, String email, String passwordHash, RoleRecord role) {
        this.username = username;
        this.email = email;
        this.passwordHash = passwordHash;
        this.role = role;
    }

    String id() {
        return String.valueOf(id);
    }

    String username() {
        return username;
    }

    String passwordHash() {
        return passwordHash;
    }

    RoleRecord role() {
        return role;
    }

    boolean isBlocked() {
        return blocked;
    }

    boolean isActiveAdministrator() {
        return !blocked && role.kind() == RoleKind.ADMINISTRATOR;
    }

    void assign(RoleRecord newRole) {
        this.role = newRole;
    }

    /** Which of the tokens given to the user count: those of this generation. */
    int loginGeneration() {
        return loginGeneration;
    }

    /** Has none of the tokens given so far count any more. */
    void endLogins() {
        loginGeneration++;
    }

    void changePassword(String newHash) {
        this.passwordHash = newHash;
        endLogins();
    }

    void block(boolean nowBlocked) {
        this.blocked = nowBlocked;
    }

    UserView view() {
        return new UserView(id(), username, email, role.role().id(), role.role().name(), role.kind(), blocked);
    }
}
