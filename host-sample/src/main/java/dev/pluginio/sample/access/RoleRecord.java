package dev.pluginio.sample.access;

import dev.pluginio.api.access.Permissions;
import dev.pluginio.api.access.Role;
import jakarta.persistence.CollectionTable;
import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A role as it is stored. Its id is never used again, as it comes from a sequence. */
@Entity
@Table(name = "roles")
@SuppressWarnings("NullAway.Init") // filled by Hibernate
class RoleRecord {

    @Id
    @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "roles")
    @SequenceGenerator(name = "roles", sequenceName = "roles_seq", allocationSize = 1)
    private @Nullable Long id;

    private String name;

    @Enumerated(EnumType.STRING)
    @Column(updatable = false)
    private RoleKind kind;

    @ElementCollection
    @CollectionTable(name = "role_permissions", joinColumns = @JoinColumn(name = "role_id"))
    @Column(name = "permission")
    private Set<String> permissions = new HashSet<>();

    RoleRecord() {}

    RoleRecord(String name, RoleKind kind, Set<String> permissions) {
        this.name = name;
        this.kind = kind;
        this.permissions = new HashSet<>(permissions);
    }

    RoleKind kind() {
        return kind;
    }

    void rename(String newName) {
        this.name = newName;
    }

    void grant(Set<String> newPermissions) {
        permissions.retainAll(newPermissions);
        permissions.addAll(newPermissions);
    }

    Role role() {
        return new Role(String.valueOf(id), name);
    }

    Permissions allowed() {
        return kind == RoleKind.ADMINISTRATOR ? Permissions.all() : Permissions.of(permissions);
    }

    RoleView view(Set<String> everything) {
        return new RoleView(
                String.valueOf(id),
                name,
                kind,
                new TreeSet<>(kind == RoleKind.ADMINISTRATOR ? everything : permissions));
    }
}
