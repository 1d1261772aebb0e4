package dev.pluginio.delivery;

import dev.pluginio.access.AccessCache;
import dev.pluginio.access.Exposure;
import dev.pluginio.access.PermissionRule;
import dev.pluginio.access.Rights;
import dev.pluginio.access.View;
import dev.pluginio.api.access.Grantee;
import dev.pluginio.api.access.Permissions;
import dev.pluginio.api.content.Action;
import dev.pluginio.transport.Room;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
    private volatile Object era = new Object();
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
                        .map(rights -> !planFor(now, exposure, action, Set.of(), rights)
                                .shares(present)
                                .isEmpty())
                        .orElse(true);
    }

    /**
     * Those who may hear of a change now; the exposure must be one of these rules.
     *
     * @param rights as {@link #rights} gave them
     * @param action what is told
     * @param words all actions that the change means, this one among them, which matters only if there are several
     */
    List<Plan.Share> sharesOf(Rules now, Rights rights, Exposure exposure, Action action, Set<Action> words) {
        return planFor(now, exposure, action, words, rights).shares(attendance.present());
    }

    /** Whether clients in these rooms may hear of any of a type's configured actions now. */
    boolean mayHear(Exposure exposure, Set<Room> rooms) {
        Rules now = rules.get();
        Rights rights = access.rights();
        return exposure.actions().stream()
                .flatMap(action -> sharesOf(now, rights, exposure, action, Set.of()).stream())
                .anyMatch(share -> share.rooms().stream().anyMatch(rooms::contains));
    }

    /** The rights that hold now, if anybody is there for whom they matter. */
    Optional<Rights> rights() {
        return attendance.present().isEmpty() ? Optional.empty() : Optional.of(access.rights());
    }

    /** The rights that hold now. Asks the host, and may block, if something changed. */
    Rights asked() {
        return access.rights();
    }

    /** The rights that were known last. */
    Optional<Rights> latest() {
        return access.latest();
    }

    /**
     * Has all that was sent before, and waits to be written, looked at again. To be called on the thread that delivers,
     * when new rights hold and clients have been moved.
     */
    public void reconsider() {
        era = new Object();
    }

    /** The same object until {@link #reconsider}. */
    Object era() {
        return era;
    }

    /** What a role or token sees of entries that it reads; empty if it may not read any. */
    static Optional<View> reading(Rules now, Rights rights, Exposure exposure, Grantee grantee) {
        Permissions permissions = rights.permissions().get(grantee);
        return permissions == null || !permissions.allows(exposure.type().uid(), Action.FIND)
                ? Optional.empty()
                : Optional.of(viewOf(now, exposure, permissions));
    }

    /** The rules that hold now. */
    Rules rules() {
        return rules.get();
    }

    private Plan planFor(Rules now, Exposure exposure, Action action, Set<Action> words, Rights rights) {
        Plans known = plans;
        if (known.rights != rights || known.rules != now) {
            known = new Plans(now, rights);
            plans = known;
        }
        Key key = new Key(exposure.type().uid(), action.name(), words.size() < 2 ? Set.of() : words);
        Plan plan = known.byKey.get(key);
        if (plan == null) {
            plan = draw(now, exposure, action, words, rights);
            if (known.byKey.size() < REMEMBERED) {
                known.byKey.put(key, plan);
            }
        }
        return plan;
    }

    private static Plan draw(Rules now, Exposure exposure, Action action, Set<Action> words, Rights rights) {
        boolean byFind = exposure.permission() == PermissionRule.FIND;
        Action needed = byFind ? Action.FIND : action;
        Set<Action> any = byFind || words.size() < 2 ? Set.of(needed) : words;
        String uid = exposure.type().uid();
        Map<View, Set<Grantee>> audiences = new LinkedHashMap<>();
        Set<Grantee> permitted = new HashSet<>();
        rights.permissions().forEach((grantee, permissions) -> {
            if (any.stream().anyMatch(one -> permissions.allows(uid, one))) {
                audiences
                        .computeIfAbsent(viewOf(now, exposure, permissions), view -> new HashSet<>())
                        .add(grantee);
            }
            if (permissions.allows(uid, needed)) {
                permitted.add(grantee);
            }
        });
        return new Plan(audiences, permitted::contains);
    }

    static View viewOf(Rules now, Exposure exposure, Permissions permissions) {
        return View.of(
                exposure.type(),
                exposure.populate(),
                permissions,
                now.exposures().catalog(),
                now.sensitive());
    }

    private record Key(String uid, String action, Set<Action> words) {}

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
