package dev.pluginio.delivery;

import dev.pluginio.access.View;
import dev.pluginio.api.access.Grantee;
import dev.pluginio.transport.Room;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Who may hear of a change of one content type, grouped by what they see, under rights that do not change. What of it
 * matters now, because somebody is connected, is worked out again only when a role or token comes or goes.
 */
final class Plan {

    private final Map<View, Set<Grantee>> audiences;
    private final Predicate<Grantee> permitted;
    private volatile Live live = new Live(Set.of(), List.of());

    /**
     * Draws the plan.
     *
     * @param audiences who may hear of any of the actions that the change means
     * @param permitted who of them may hear of the action that is told
     */
    Plan(Map<View, Set<Grantee>> audiences, Predicate<Grantee> permitted) {
        this.audiences = audiences;
        this.permitted = permitted;
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
        List<Share> shares = new ArrayList<>();
        audiences.forEach((view, grantees) -> {
            Set<Room> rooms = new HashSet<>();
            Set<Room> all = new HashSet<>();
            for (Grantee grantee : grantees) {
                if (present.contains(grantee)) {
                    all.add(Room.of(grantee));
                    if (permitted.test(grantee)) {
                        rooms.add(Room.of(grantee));
                    }
                }
            }
            if (!all.isEmpty()) {
                shares.add(new Share(view, rooms, all));
            }
        });
        return List.copyOf(shares);
    }

    /**
     * One view and the rooms of those who have it.
     *
     * @param view what they see
     * @param rooms those who may hear of the action that is told; may be empty
     * @param all those who may hear of any action that the change means
     */
    record Share(View view, Set<Room> rooms, Set<Room> all) {
        Share {
            rooms = Set.copyOf(rooms); // copied once here, so that no event needs to
            all = Set.copyOf(all);
        }
    }

    private record Live(Set<Grantee> present, List<Share> shares) {}
}
