package dev.pluginio.e2e.oracle;

import dev.pluginio.e2e.driver.ClientSocket;
import dev.pluginio.e2e.driver.Cms;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Somebody who listens, and may read by REST, with the same credentials. */
final class Person {

    private final String name;
    private @Nullable Standing standing;
    private @Nullable Cms rest;
    private @Nullable ClientSocket socket;
    private Rights rights;
    private final Set<String> rooms = new TreeSet<>();
    private final Set<Kind> types = new LinkedHashSet<>();
    private final Set<String> entries = new LinkedHashSet<>();
    private final List<String> asides = new ArrayList<>();

    Person(String name, Standing standing, Rights rights, Cms rest, ClientSocket socket) {
        this.name = name;
        this.standing = standing;
        this.rights = rights;
        this.rest = rest;
        this.socket = socket;
    }

    private Person(String name, Rights rights) {
        this.name = name;
        this.rights = rights;
    }

    /** Somebody who neither reads nor listens, for tests of the judge. */
    static Person silent(String name, Rights rights) {
        return new Person(name, rights);
    }

    /**
     * What somebody is for the host.
     *
     * @param user the id of the user, or empty
     * @param role the id of the role, or empty
     * @param token the id of the token, or empty
     */
    record Standing(String user, String role, String token) {

        /** By which rules can mean it. */
        Set<String> names() {
            Set<String> names = new TreeSet<>();
            add(names, "user:", user);
            add(names, "role:", role);
            add(names, "token:", token);
            return names;
        }

        private static void add(Set<String> names, String what, String id) {
            if (!id.isEmpty()) {
                names.add(what + id);
            }
        }

        Standing withRole(String other) {
            return new Standing(user, other, token);
        }
    }

    String name() {
        return name;
    }

    Rights rights() {
        return rights;
    }

    Standing standing() {
        return Objects.requireNonNull(standing);
    }

    /** All by which it is decided what it hears now. */
    Ear ear() {
        return ear(rights, standing);
    }

    /** The same if it were somebody else. */
    Ear ear(Rights otherRights, @Nullable Standing otherStanding) {
        Set<String> names = new TreeSet<>(otherStanding == null ? Set.of() : otherStanding.names());
        rooms.forEach(room -> names.add("room:" + room));
        return new Ear(otherRights, names, types, entries);
    }

    /** The custom rooms it is in. */
    Set<String> rooms() {
        return rooms;
    }

    /** The content types it is subscribed to, oldest first. */
    Set<Kind> types() {
        return types;
    }

    /** The documentIds it is subscribed to, oldest first. */
    Set<String> entries() {
        return entries;
    }

    /** It is somebody else from now on, on the same connection. */
    void becomes(Standing otherStanding, Rights otherRights) {
        standing = otherStanding;
        rights = otherRights;
    }

    /** It has connected again, which ended its subscriptions and took it out of its rooms. */
    void returns(Cms with, ClientSocket again) {
        rest = with;
        socket = again;
        rooms.clear();
        types.clear();
        entries.clear();
    }

    /** It must hear this beside what it hears of content. */
    void due(String aside) {
        asides.add(aside);
    }

    /** What it must have heard by now beside content, in order; forgotten by this. */
    List<String> takeDue() {
        List<String> due = List.copyOf(asides);
        asides.clear();
        return due;
    }

    Cms rest() {
        return Objects.requireNonNull(rest);
    }

    ClientSocket socket() {
        return Objects.requireNonNull(socket);
    }

    @Override
    public String toString() {
        return name + " " + rights;
    }
}
