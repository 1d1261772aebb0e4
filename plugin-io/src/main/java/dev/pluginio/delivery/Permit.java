package dev.pluginio.delivery;

import dev.pluginio.access.Exposure;
import dev.pluginio.access.PermissionRule;
import dev.pluginio.access.Rights;
import dev.pluginio.access.View;
import dev.pluginio.api.access.Grantee;
import dev.pluginio.api.access.Permissions;
import dev.pluginio.api.content.Action;
import dev.pluginio.transport.Clearance;
import dev.pluginio.transport.Room;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Under which rights something was sent, and what one must see to have it. Whoever has another role since does not get
 * it: by that it was for others. What rules that changed since may forbid is not sent either. Thread-safe.
 */
final class Permit implements Clearance {

    private final Frame frame;
    private final Basis basis;
    private @Nullable Ruling last;

    /**
     * What all frames of one change have in common.
     *
     * @param audiences tells what holds now
     * @param era since when that has been so
     * @param rules the rules under which it is sent
     * @param rights the rights under which it is sent
     * @param exposure of that rules
     * @param words all actions that the change means
     */
    record Basis(Audiences audiences, Object era, Rules rules, Rights rights, Exposure exposure, Set<Action> words) {}

    /**
     * One frame.
     *
     * @param word by which the change is told
     * @param needed what one must see
     * @param rooms of the roles and tokens that it is sent to
     */
    record Frame(Action word, View needed, Set<Room> rooms) {}

    private record Ruling(Rules rules, Rights rights, Grantee grantee, boolean permitted) {}

    Permit(Basis basis, Frame frame) {
        this.basis = basis;
        this.frame = frame;
    }

    @Override
    public boolean stands() {
        return basis.audiences().era() == basis.era() && basis.audiences().rules() == basis.rules();
    }

    @Override
    public boolean permits(Object attachment) {
        Optional<Grantee> grantee = attachment instanceof Attendee attendee ? attendee.hearsBy() : Optional.empty();
        Optional<Rights> now = basis.audiences().latest();
        return grantee.isPresent() && now.isPresent() && permits(grantee.get(), now.get());
    }

    /** Most who ask are of few roles, so the last ruling is kept. */
    private boolean permits(Grantee grantee, Rights now) {
        Rules rules = basis.audiences().rules();
        @Nullable Ruling known = last();
        if (known == null
                || known.rules() != rules
                || known.rights() != now
                || !known.grantee().equals(grantee)) {
            known = new Ruling(rules, now, grantee, decide(grantee, now, rules));
            keep(known);
        }
        return known.permitted();
    }

    private synchronized @Nullable Ruling last() {
        return last;
    }

    private synchronized void keep(Ruling ruling) {
        last = ruling;
    }

    private boolean decide(Grantee grantee, Rights now, Rules rules) {
        @Nullable Permissions permissions = now.permissions().get(grantee);
        @Nullable Exposure exposure = exposure(rules);
        if (permissions == null || exposure == null || !frame.rooms().contains(Room.of(grantee))) {
            return false;
        }
        return rules == basis.rules()
                        && permissions == basis.rights().permissions().get(grantee)
                || mayHear(permissions, exposure)
                        && Audiences.viewOf(rules, exposure, permissions).covers(frame.needed());
    }

    /** What may still be sent of the type as the rules are by now; null if it cannot be told that this frame may. */
    private @Nullable Exposure exposure(Rules rules) {
        Exposure before = basis.exposure();
        if (rules == basis.rules()) {
            return before;
        }
        String uid = before.type().uid();
        boolean wasConfigured = basis.rules().exposures().configured(uid).isPresent();
        return (wasConfigured
                        ? rules.exposures().configured(uid)
                        : rules.exposures().find(uid))
                .filter(after -> rules.sensitive()
                                .forbidsNoMoreThan(basis.rules().sensitive())
                        && after.actions().containsAll(sentBefore(before))
                        && after.audience() == before.audience()
                        && (after.audienceRule() == null || after.audienceRule().equals(before.audienceRule()))
                        && (before.hidesDrafts() || !after.hidesDrafts()))
                .orElse(null);
    }

    /** Of the actions that this change means, those that were sent. */
    private Set<Action> sentBefore(Exposure before) {
        Set<Action> sent = new HashSet<>(basis.words());
        sent.retainAll(before.actions());
        return sent;
    }

    private boolean mayHear(Permissions permissions, Exposure exposure) {
        String uid = exposure.type().uid();
        if (exposure.permission() == PermissionRule.FIND) {
            return permissions.allows(uid, Action.FIND);
        }
        return Wording.isForAll(frame.word())
                ? basis.words().stream().anyMatch(word -> permissions.allows(uid, word))
                : permissions.allows(uid, frame.word());
    }
}
