package dev.pluginio.sample.access;

/**
 * A user, without the password.
 *
 * @param id the identifier
 * @param username the name that people read, which may be used to log in
 * @param email the address, which may be used to log in
 * @param roleId the role's identifier
 * @param roleName the role's name
 * @param roleKind what the role is for
 * @param blocked whether the user is kept out
 */
public record UserView(
        String id, String username, String email, String roleId, String roleName, RoleKind roleKind, boolean blocked) {

    @Override
    public String toString() {
        return "UserView[id=" + id + "]";
    }
}
