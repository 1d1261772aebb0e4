package dev.pluginio.session.rooms;

import dev.pluginio.api.access.Grantee;
import dev.pluginio.api.access.Principal;
import dev.pluginio.api.access.Role;
import dev.pluginio.transport.Room;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The configured rules of rooms. They may change at any time. Thread-safe. */
public final class RoomRules {

    private static final Logger LOG = LoggerFactory.getLogger(RoomRules.class);
    private static final String ANYBODY = "*";

    private final Placement nowhere = new Placement(this);
    private volatile RoomSettings settings;

    /** Begins with some rules. */
    public RoomRules(RoomSettings settings) {
        this.settings = settings;
    }

    /** Goes by other rules from now on; {@link Placement#review} takes them to those who are in rooms. */
    public void reconfigure(RoomSettings changed) {
        settings = changed;
    }

    RoomSettings settings() {
        return settings;
    }

    /** The placement of all whom neither a rule nor they themselves have put anywhere; nothing is written into it. */
    public Placement nowhere() {
        return nowhere;
    }

    /** The custom rooms that a client is in without asking. */
    public Set<Room> automatic(Principal principal) {
        Set<Room> rooms = new HashSet<>();
        settings.autoJoinByRole().forEach((role, names) -> {
            if (means(role, principal)) {
                names.forEach(name -> rooms.add(Room.custom(name)));
            }
        });
        return rooms;
    }

    /** Whether a rule lets somebody join a custom room. */
    boolean mayJoin(Principal principal, String room) {
        return settings.join().stream()
                .anyMatch(rule -> matches(rule.pattern(), room) && meansOne(rule.roles(), principal));
    }

    /** Whether a rule lets somebody send to somebody. */
    boolean maySend(Principal from, Principal to) {
        return settings.privateMessages().stream()
                .anyMatch(rule -> meansOne(rule.from(), from) && meansOne(rule.to(), to));
    }

    private static boolean meansOne(Set<String> roles, Principal principal) {
        return roles.stream().anyMatch(role -> means(role, principal));
    }

    private static boolean means(String named, Principal principal) {
        return named.equals(ANYBODY)
                || (principal.grantee() instanceof Role role && (named.equals(role.id()) || named.equals(role.name())));
    }

    /** Whether a pattern with {@code *} for any characters is that of a text; in time of their lengths multiplied. */
    static boolean matches(String pattern, String text) {
        int at = 0;
        int star = -1;
        int resume = 0;
        int next = 0;
        while (at < text.length()) {
            if (next < pattern.length() && pattern.charAt(next) == '*') {
                star = next++;
                resume = at;
            } else if (next < pattern.length() && pattern.charAt(next) == text.charAt(at)) {
                next++;
                at++;
            } else if (star >= 0) {
                next = star + 1;
                at = ++resume;
            } else {
                return false;
            }
        }
        while (next < pattern.length() && pattern.charAt(next) == '*') {
            next++;
        }
        return next == pattern.length();
    }

    /** Warns of roles that the rules name and the host does not have: they may be misspelt, or come later. */
    public void warnOfUnknown(Collection<? extends Grantee> known) {
        Set<String> named = new HashSet<>(settings.autoJoinByRole().keySet());
        settings.join().forEach(rule -> named.addAll(rule.roles()));
        settings.privateMessages().forEach(rule -> {
            named.addAll(rule.from());
            named.addAll(rule.to());
        });
        named.remove(ANYBODY);
        List<String> roles = new ArrayList<>();
        known.stream().filter(Role.class::isInstance).forEach(role -> {
            named.remove(role.id());
            named.remove(role.name());
            roles.add(role.name());
        });
        if (!named.isEmpty()) {
            LOG.warn("'io.config.rooms' names roles that the host does not have now: {}; it has {}", named, roles);
        }
    }
}
