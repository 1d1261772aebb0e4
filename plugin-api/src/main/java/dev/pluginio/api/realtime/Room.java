package dev.pluginio.api.realtime;

import dev.pluginio.api.access.ApiToken;
import dev.pluginio.api.access.Grantee;
import dev.pluginio.api.access.Role;

/**
 * A group of clients of a namespace. Wherever a room is named by a text, a custom room is meant; the rooms that the plugin
 * itself keeps, of a role, a token or a user, are named by a value of this type alone. Those who asked for an entry are
 * reached by {@link IoService#emitToEntity}, which asks whether each may read it now.
 *
 * @since 0.1
 */
public sealed interface Room {

    /** How many characters the name of a custom room may have. */
    int LONGEST_NAME = 200;

    /**
     * A room that plugins put clients into, or that clients join where they may.
     *
     * @param name 1 to {@value #LONGEST_NAME} characters, not all of them blank, none of them a control character
     * @return the room
     * @throws IllegalArgumentException if it cannot be a room's name
     */
    static Room custom(String name) {
        return new Custom(name);
    }

    /**
     * All clients that have this role or API token.
     *
     * @param grantee the role or token
     * @return the room
     */
    static Room of(Grantee grantee) {
        return grantee instanceof Role role ? new OfRole(role.id()) : new OfToken(((ApiToken) grantee).id());
    }

    /**
     * All clients of a role.
     *
     * @param id the role's id, not its name
     * @return the room
     */
    static Room role(String id) {
        return new OfRole(id);
    }

    /**
     * All clients of an API token.
     *
     * @param id the token's id, which is not its secret
     * @return the room
     */
    static Room token(String id) {
        return new OfToken(id);
    }

    /**
     * All clients of a user, on all devices.
     *
     * @param id the user's id
     * @return the room
     */
    static Room user(String id) {
        return new OfUser(id);
    }

    /**
     * A custom room.
     *
     * @param name its name
     * @since 0.1
     */
    record Custom(String name) implements Room {

        /**
         * Checks the name.
         *
         * @param name its name
         */
        public Custom {
            if (name.isBlank() || name.length() > LONGEST_NAME || name.chars().anyMatch(Character::isISOControl)) {
                String shown = name.length() > LONGEST_NAME ? name.length() + " characters" : "'" + shown(name) + "'";
                throw new IllegalArgumentException(shown + " cannot name a room: give 1 to " + LONGEST_NAME
                        + " characters, not only blanks and no control characters, such as 'premium'");
            }
        }

        private static String shown(String name) {
            return name.codePoints()
                    .map(c -> Character.isISOControl(c) ? '?' : c)
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString();
        }
    }

    /**
     * The room of a role.
     *
     * @param id the role's id
     * @since 0.1
     */
    record OfRole(String id) implements Room {}

    /**
     * The room of an API token.
     *
     * @param id the token's id
     * @since 0.1
     */
    record OfToken(String id) implements Room {}

    /**
     * The room of a user.
     *
     * @param id the user's id
     * @since 0.1
     */
    record OfUser(String id) implements Room {}
}
