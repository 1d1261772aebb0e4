package dev.pluginio.sample.access;

import dev.pluginio.api.content.Action;
import dev.pluginio.sample.access.Roles.NewRole;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Fills an empty database with the roles, and with demo accounts where that is safe. */
public final class FirstUsers {

    private static final Logger log = LoggerFactory.getLogger(FirstUsers.class);
    private static final int PASSWORD_BYTES = 15;

    private final Roles roles;
    private final Users users;
    private final KnownPermissions known;

    /**
     * Makes the filler.
     *
     * @param roles gets the roles
     * @param users gets the accounts
     * @param known the permissions that there are
     */
    public FirstUsers(Roles roles, Users users, KnownPermissions known) {
        this.roles = roles;
        this.users = users;
        this.known = known;
    }

    /**
     * Makes the roles, if there are none: all of them or, when the process ends in the middle, none.
     *
     * @return whether there were none
     */
    public boolean makeRoles() {
        if (!roles.all().isEmpty()) {
            return false;
        }
        Set<String> find = known.all(Action.FIND);
        Set<String> edit = new HashSet<>(known.all());
        roles.createFirst(List.of(
                new NewRole("Public", RoleKind.PUBLIC, find),
                new NewRole("Authenticated", RoleKind.AUTHENTICATED, find),
                new NewRole("Editor", RoleKind.EDITOR, edit),
                new NewRole("Administrator", RoleKind.ADMINISTRATOR, Set.of())));
        return true;
    }

    /**
     * Makes the demo accounts admin, editor and reader: all or none.
     *
     * @param password the password of all three, or empty to have one made
     * @param file where a password that was made is written, for its owner's eyes only
     * @param random makes the password
     */
    public void makeDemoAccounts(Optional<String> password, Path file, SecureRandom random) {
        String chosen = password.orElseGet(() -> newPassword(file, random));
        Map<String, RoleKind> kinds = new LinkedHashMap<>();
        kinds.put("admin", RoleKind.ADMINISTRATOR);
        kinds.put("editor", RoleKind.EDITOR);
        kinds.put("reader", RoleKind.AUTHENTICATED);
        users.createFirst(kinds, chosen);
    }

    private static String newPassword(Path file, SecureRandom random) {
        byte[] bytes = new byte[PASSWORD_BYTES];
        random.nextBytes(bytes);
        String password = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        try {
            SecretFile.write(file, (password + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot keep the demo password in " + file, e);
        }
        log.info("The password of the demo accounts admin, editor and reader is in {}", file);
        return password;
    }
}
