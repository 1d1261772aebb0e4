package dev.pluginio.delivery;

import dev.pluginio.access.AccessCache;
import dev.pluginio.access.Exposure;
import dev.pluginio.access.Exposures;
import dev.pluginio.access.PermissionRule;
import dev.pluginio.access.Rights;
import dev.pluginio.access.SensitiveNames;
import dev.pluginio.access.View;
import dev.pluginio.api.access.Grantee;
import dev.pluginio.api.access.Permissions;
import dev.pluginio.api.content.Action;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Finds who is to hear of an action, and what each of them sees. Answers come from memory: the rights are asked for only
 * after they changed, views are worked out once under the same rights. Thread-safe.
 */
public final class Audiences {

    private static final int REMEMBERED = 4096;

    private final Exposures exposures;
    private final AccessCache access;
    private final SensitiveNames sensitive;
    private final Attendance attendance;
    private volatile Plans plans = new Plans(null);

    /**
     * Makes the finder.
     *
     * @param exposures what is sent of each content type
     * @param access what roles and tokens may do
     * @param sensitive the names that nobody sees
     * @param attendance who is connected
     */
    public Audiences(Exposures exposures, AccessCache access, SensitiveNames sensitive, Attendance attendance) {
        this.exposures = exposures;
        this.access = access;
        this.sensitive = sensitive;
        this.attendance = attendance;
    }

    /**
     * Tells whether anybody who may hear of this action is connected now. Never asks the host; while it is not known who
     * may hear, everybody might.
     */
    public boolean isHeard(Exposure exposure, Action action) {
        Set<Grantee> present = attendance.present();
        return !present.isEmpty()
                && access.known()
                        .map(rights -> !planFor(exposure, action, rights)
                                .shares(present)
                                .isEmpty())
                        .orElse(true);
    }

    /** Tells whether anybody who may hear of any of the type's configured actions is connected now. */
    public boolean isHeard(Exposure exposure) {
        for (Action action : exposure.actions()) {
            if (isHeard(exposure, action)) {
                return true;
            }
        }
        return false;
    }

    List<Plan.Share> sharesOf(Exposure exposure, Action action) {
        Set<Grantee> present = attendance.present();
        return present.isEmpty()
                ? List.of()
                : planFor(exposure, action, access.rights()).shares(present);
    }

    private Plan planFor(Exposure exposure, Action action, Rights rights) {
        Plans known = plans;
        if (known.rights != rights) {
            known = new Plans(rights);
            plans = known;
        }
        Key key = new Key(exposure.type().uid(), action.name());
        Plan plan = known.byKey.get(key);
        if (plan == null) {
            plan = draw(exposure, action, rights);
            if (known.byKey.size() < REMEMBERED) {
                known.byKey.put(key, plan);
            }
        }
        return plan;
    }

    private Plan draw(Exposure exposure, Action action, Rights rights) {
        Action needed = exposure.permission() == PermissionRule.FIND ? Action.FIND : action;
        Map<View, Set<Grantee>> audiences = new LinkedHashMap<>();
        rights.permissions().forEach((grantee, permissions) -> {
            if (permissions.allows(exposure.type().uid(), needed)) {
                audiences
                        .computeIfAbsent(viewOf(exposure, permissions), view -> new HashSet<>())
                        .add(grantee);
            }
        });
        return new Plan(audiences);
    }

    private View viewOf(Exposure exposure, Permissions permissions) {
        return View.of(exposure.type(), exposure.populate(), permissions, exposures.catalog(), sensitive);
    }

    private record Key(String uid, String action) {}

    private static final class Plans {
        private final @Nullable Rights rights;
        private final Map<Key, Plan> byKey = new ConcurrentHashMap<>();

        private Plans(@Nullable Rights rights) {
            this.rights = rights;
        }
    }
}
