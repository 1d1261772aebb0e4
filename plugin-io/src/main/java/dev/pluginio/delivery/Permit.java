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
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Under which rights something was sent, and what one must see to have it. Whoever has another role since does not get
 * it: by that it was for others. Thread-safe.
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

    private record Ruling(Rights rights, Grantee grantee, boolean permitted) {}

    Permit(Basis basis, Frame frame) {
        this.basis = basis;
        this.frame = frame;
    }

    @Override
    public boolean stands() {
        return basis.audiences().era() == basis.era();
    }

    @Override
    public boolean permits(Object attachment) {
        Optional<Grantee> grantee = attachment instanceof Attendee attendee ? attendee.hearsBy() : Optional.empty();
        Optional<Rights> now = basis.audiences().latest();
        return grantee.isPresent() && now.isPresent() && permits(grantee.get(), now.get());
    }

    /** Most who ask are of few roles, so the last ruling is kept. */
    private boolean permits(Grantee grantee, Rights now) {
        @Nullable Ruling known = last();
        if (known == null || known.rights() != now || !known.grantee().equals(grantee)) {
            known = new Ruling(now, grantee, decide(grantee, now));
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

    private boolean decide(Grantee grantee, Rights now) {
        @Nullable Permissions permissions = now.permissions().get(grantee);
        if (permissions == null || !frame.rooms().contains(Room.of(grantee))) {
            return false;
        }
        return permissions == basis.rights().permissions().get(grantee)
                || mayHear(permissions)
                        && Audiences.viewOf(basis.rules(), basis.exposure(), permissions)
                                .covers(frame.needed());
    }

    private boolean mayHear(Permissions permissions) {
        String uid = basis.exposure().type().uid();
        if (basis.exposure().permission() == PermissionRule.FIND) {
            return permissions.allows(uid, Action.FIND);
        }
        return Wording.isForAll(frame.word())
                ? basis.words().stream().anyMatch(word -> permissions.allows(uid, word))
                : permissions.allows(uid, frame.word());
    }
}
