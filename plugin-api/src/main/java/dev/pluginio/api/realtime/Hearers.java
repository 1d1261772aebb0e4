package dev.pluginio.api.realtime;

import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Who may hear of an entry, as an {@link AudienceRule} decides: everyone, or those who are named in any of the ways
 * below. Who is named here hears no more than the host's permissions let it.
 *
 * <pre>{@code
 * Hearers.of().roles("7").users("42").rooms("premium")
 * }</pre>
 *
 * @since 0.1
 */
public final class Hearers {

    private static final Hearers EVERYONE = new Hearers(true, Set.of(), Set.of(), Set.of(), Set.of());
    private static final Hearers NOBODY = new Hearers(false, Set.of(), Set.of(), Set.of(), Set.of());

    private final boolean everyone;
    private final Set<String> roles;
    private final Set<String> tokens;
    private final Set<String> users;
    private final Set<String> rooms;

    private Hearers(boolean everyone, Set<String> roles, Set<String> tokens, Set<String> users, Set<String> rooms) {
        this.everyone = everyone;
        this.roles = roles;
        this.tokens = tokens;
        this.users = users;
        this.rooms = rooms;
    }

    /**
     * Whoever the host's permissions let.
     *
     * @return all
     */
    public static Hearers everyone() {
        return EVERYONE;
    }

    /**
     * Nobody, whatever the host's permissions say.
     *
     * @return none
     */
    public static Hearers nobody() {
        return NOBODY;
    }

    /**
     * Nobody yet, to name some.
     *
     * @return none; name some with the methods below
     */
    public static Hearers of() {
        return NOBODY;
    }

    /**
     * Lets users of these roles hear too; without effect on {@link #everyone()}.
     *
     * @param ids the ids of roles, not their names
     * @return these and those
     */
    public Hearers roles(String... ids) {
        return roles(Arrays.asList(ids));
    }

    /**
     * Lets users of these roles hear too; without effect on {@link #everyone()}.
     *
     * @param ids the ids of roles, not their names
     * @return these and those
     */
    public Hearers roles(Collection<String> ids) {
        return everyone ? this : new Hearers(false, both(roles, ids), tokens, users, rooms);
    }

    /**
     * Lets clients with these API tokens hear too; without effect on {@link #everyone()}.
     *
     * @param ids the ids of tokens, not what clients show
     * @return these and those
     */
    public Hearers tokens(String... ids) {
        return tokens(Arrays.asList(ids));
    }

    /**
     * Lets clients with these API tokens hear too; without effect on {@link #everyone()}.
     *
     * @param ids the ids of tokens, not what clients show
     * @return these and those
     */
    public Hearers tokens(Collection<String> ids) {
        return everyone ? this : new Hearers(false, roles, both(tokens, ids), users, rooms);
    }

    /**
     * Lets these users hear too, on all their devices; without effect on {@link #everyone()}.
     *
     * @param ids the ids of users
     * @return these and those
     */
    public Hearers users(String... ids) {
        return users(Arrays.asList(ids));
    }

    /**
     * Lets these users hear too, on all their devices; without effect on {@link #everyone()}.
     *
     * @param ids the ids of users
     * @return these and those
     */
    public Hearers users(Collection<String> ids) {
        return everyone ? this : new Hearers(false, roles, tokens, both(users, ids), rooms);
    }

    /**
     * Lets the members of custom rooms hear too; without effect on {@link #everyone()}. Counts who is a member when the
     * event is sent, so let nobody join such a room who may not hear what goes there.
     *
     * @param names the names of rooms
     * @return these and those
     */
    public Hearers rooms(String... names) {
        return rooms(Arrays.asList(names));
    }

    /**
     * Lets the members of custom rooms hear too; without effect on {@link #everyone()}. Counts who is a member when the
     * event is sent, so let nobody join such a room who may not hear what goes there.
     *
     * @param names the names of rooms
     * @return these and those
     */
    public Hearers rooms(Collection<String> names) {
        return everyone ? this : new Hearers(false, roles, tokens, users, both(rooms, names));
    }

    private static Set<String> both(Set<String> some, Collection<String> more) {
        Set<String> all = new LinkedHashSet<>(some);
        all.addAll(more);
        return Set.copyOf(all);
    }

    /**
     * Tells whether nobody is left out.
     *
     * @return whether this is {@link #everyone()}
     */
    public boolean isEveryone() {
        return everyone;
    }

    /**
     * The roles whose users may hear.
     *
     * @return their ids; unmodifiable
     */
    public Set<String> roles() {
        return roles;
    }

    /**
     * The API tokens whose clients may hear.
     *
     * @return their ids; unmodifiable
     */
    public Set<String> tokens() {
        return tokens;
    }

    /**
     * The users who may hear.
     *
     * @return their ids; unmodifiable
     */
    public Set<String> users() {
        return users;
    }

    /**
     * The custom rooms whose members may hear.
     *
     * @return their names; unmodifiable
     */
    public Set<String> rooms() {
        return rooms;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Hearers hearers
                && everyone == hearers.everyone
                && roles.equals(hearers.roles)
                && tokens.equals(hearers.tokens)
                && users.equals(hearers.users)
                && rooms.equals(hearers.rooms);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * (31 * roles.hashCode() + tokens.hashCode()) + users.hashCode()) + rooms.hashCode();
    }

    @Override
    public String toString() {
        return everyone
                ? "everyone"
                : "roles " + roles + ", tokens " + tokens + ", users " + users + ", rooms " + rooms;
    }
}
