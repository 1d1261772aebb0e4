package dev.pluginio.delivery;

import dev.pluginio.access.AccessCache;
import dev.pluginio.access.Exposure;
import dev.pluginio.access.PermissionRule;
import dev.pluginio.access.Rights;
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
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Finds who is to hear of an action, and what each of them sees. Answers come from memory: the rights are asked for only
 * after they changed, views are worked out once under the same rights and rules. Thread-safe.
 */
public final class Audiences {

    private static final int REMEMBERED = 4096;

    private final Supplier<Rules> rules;
    private final AccessCache access;
    private final Attendance attendance;
    private volatile Plans plans = new Plans(null, null);

    /**
     * Makes the finder.
     *
     * @param rules the rules that hold now
     * @param access what roles and tokens may do
     * @param attendance who is connected
     */
    public Audiences(Supplier<Rules> rules, AccessCache access, Attendance attendance) {
        this.rules = rules;
        this.access = access;
        this.attendance = attendance;
    }

    /**
     * Tells whether anybody who may hear of this action is connected now. Never asks the host; while it is not known who
     * may hear, everybody might. False for a type that does not exist.
     */
    public boolean isHeard(String uid, Action action) {
        Rules now = rules.get();
        return now.exposures()
                .find(uid)
                .filter(exposure -> isHeard(now, exposure, action))
                .isPresent();
    }

    /**
     * Tells whether anybody who may hear of any of the type's configured actions is connected now. False for a type of
     * which nothing is sent by itself.
     */
    public boolean isHeard(String uid) {
        Rules now = rules.get();
        Exposure exposure = now.exposures().configured(uid).orElse(null);
        if (exposure == null) {
            return false;
        }
        for (Action action : exposure.actions()) {
            if (isHeard(now, exposure, action)) {
                return true;
            }
        }
        return false;
    }

    private boolean isHeard(Rules now, Exposure exposure, Action action) {
        Set<Grantee> present = attendance.present();
        return !present.isEmpty()
                && access.known()
                        .map(rights -> !planFor(now, exposure, action, rights)
                                .shares(present)
                                .isEmpty())
                        .orElse(true);
    }

    /** Who is to hear; the exposure must be one of these rules. */
    List<Plan.Share> sharesOf(Rules now, Exposure exposure, Action action) {
        Set<Grantee> present = attendance.present();
        return present.isEmpty()
                ? List.of()
                : planFor(now, exposure, action, access.rights()).shares(present);
    }

    private Plan planFor(Rules now, Exposure exposure, Action action, Rights rights) {
        Plans known = plans;
        if (known.rights != rights || known.rules != now) {
            known = new Plans(now, rights);
            plans = known;
        }
        Key key = new Key(exposure.type().uid(), action.name());
        Plan plan = known.byKey.get(key);
        if (plan == null) {
            plan = draw(now, exposure, action, rights);
            if (known.byKey.size() < REMEMBERED) {
                known.byKey.put(key, plan);
            }
        }
        return plan;
    }

    private static Plan draw(Rules now, Exposure exposure, Action action, Rights rights) {
        Action needed = exposure.permission() == PermissionRule.FIND ? Action.FIND : action;
        Map<View, Set<Grantee>> audiences = new LinkedHashMap<>();
        rights.permissions().forEach((grantee, permissions) -> {
            if (permissions.allows(exposure.type().uid(), needed)) {
                audiences
                        .computeIfAbsent(viewOf(now, exposure, permissions), view -> new HashSet<>())
                        .add(grantee);
            }
        });
        return new Plan(audiences);
    }

    private static View viewOf(Rules now, Exposure exposure, Permissions permissions) {
        return View.of(
                exposure.type(),
                exposure.populate(),
                permissions,
                now.exposures().catalog(),
                now.sensitive());
    }

    private record Key(String uid, String action) {}

    private static final class Plans {
        private final @Nullable Rules rules;
        private final @Nullable Rights rights;
        private final Map<Key, Plan> byKey = new ConcurrentHashMap<>();

        private Plans(@Nullable Rules rules, @Nullable Rights rights) {
            this.rules = rules;
            this.rights = rights;
        }
    }
}
