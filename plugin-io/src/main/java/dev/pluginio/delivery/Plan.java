package dev.pluginio.delivery;

import dev.pluginio.access.View;
import dev.pluginio.api.access.Grantee;
import dev.pluginio.transport.Room;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Who may hear of one action of one content type, grouped by what they see, under rights that do not change. What of it
 * matters now, because somebody is connected, is worked out again only when a role or token comes or goes.
 */
final class Plan {

    private final Map<View, Set<Grantee>> audiences;
    private volatile Live live = new Live(Set.of(), List.of());

    Plan(Map<View, Set<Grantee>> audiences) {
        this.audiences = audiences;
    }

    /** The views that somebody connected has, each with the rooms of those who have it. */
    List<Share> shares(Set<Grantee> present) {
        Live known = live;
        if (known.present != present) {
            known = new Live(present, sharesOf(present));
            live = known;
        }
        return known.shares;
    }

    private List<Share> sharesOf(Set<Grantee> present) {
        Map<View, Set<Room>> rooms = new LinkedHashMap<>();
        audiences.forEach((view, grantees) -> {
            for (Grantee grantee : grantees) {
                if (present.contains(grantee)) {
                    rooms.computeIfAbsent(view, key -> new HashSet<>()).add(Room.of(grantee));
                }
            }
        });
        return rooms.entrySet().stream()
                .map(entry -> new Share(entry.getKey(), entry.getValue()))
                .toList();
    }

    /** One view and the rooms of those who have it. */
    record Share(View view, Set<Room> rooms) {
        Share {
            rooms = Set.copyOf(rooms); // copied once here, so that no event needs to
        }
    }

    private record Live(Set<Grantee> present, List<Share> shares) {}
}
