package dev.pluginio.api.access;

/**
 * A role of the host. Roles are told apart by their id alone.
 *
 * @param id the identifier, which never changes and is never used again
 * @param name the name that people read
 * @since 0.1
 */
public record Role(String id, String name) implements Grantee {

    @Override
    public boolean equals(Object other) {
        return other instanceof Role role && id.equals(role.id);
    }

    @Override
    public int hashCode() {
        return id.hashCode();
    }
}
