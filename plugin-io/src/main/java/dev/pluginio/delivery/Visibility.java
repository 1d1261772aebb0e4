package dev.pluginio.delivery;

import dev.pluginio.access.Exposure;
import dev.pluginio.access.Rights;
import dev.pluginio.access.View;
import dev.pluginio.api.access.Grantee;
import dev.pluginio.api.content.Action;
import dev.pluginio.api.content.Entry;
import dev.pluginio.transport.Clearance;
import dev.pluginio.transport.Room;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells what somebody may read of an entry now: the same rules by which it hears of changes. Asks the host, and may
 * block, only if rights have changed. Thread-safe.
 */
public final class Visibility {

    private static final Logger LOG = LoggerFactory.getLogger(Visibility.class);

    private final Supplier<Rules> now;
    private final Audiences audiences;
    private final AudienceRules rules;
    private final PayloadTransformers transformers;
    private final DeliveryObserver observer;

    /**
     * Joins the rules.
     *
     * @param now the rules that hold now
     * @param audiences what roles and tokens may see
     * @param rules who may hear of which entries
     * @param transformers what is made of what is sent
     * @param observer sees what happens
     */
    public Visibility(
            Supplier<Rules> now,
            Audiences audiences,
            AudienceRules rules,
            PayloadTransformers transformers,
            DeliveryObserver observer) {
        this.now = now;
        this.audiences = audiences;
        this.rules = rules;
        this.transformers = transformers;
        this.observer = observer;
    }

    /**
     * What somebody may read of an entry, ready to be written by a {@link JsonWriter}.
     *
     * @param entry what it sees of it
     * @param needed what it needs to have that when it is written to it
     */
    public record Shown(Entry entry, Clearance needed) {}

    /**
     * What somebody may read of an entry.
     *
     * @param uid the content type
     * @param grantee the reader's role or token, which must be permitted to {@code find}
     * @param rooms all rooms the reader is in: those of its role or token and of its user too
     * @param state the entry as it is, with the attributes that rules need of it
     * @return what it sees of it; empty if it may not read this entry. What goes wrong is logged and counted, and lets
     *     nothing be read
     */
    public Optional<Shown> shown(String uid, Grantee grantee, Set<Room> rooms, Entry state) {
        return guarded(
                uid,
                state,
                () -> read(uid, grantee, rooms, state)
                        .flatMap(reading -> reading.view()
                                .sanitize(state)
                                .map(entry -> transformers.transform(
                                        reading.basis().exposure().type(), entry))
                                .map(entry -> new Shown(entry, reading.permit(grantee, state)))));
    }

    /** The same without what only those need who send it. */
    public Optional<Entry> visible(String uid, Grantee grantee, Set<Room> rooms, Entry state) {
        return shown(uid, grantee, rooms, state).map(Shown::entry);
    }

    /**
     * Whether somebody may read an entry, of whose state no more need be known than what decides that.
     *
     * @param grantee the reader's role or token
     * @param rooms all rooms the reader is in
     */
    public boolean mayRead(String uid, Grantee grantee, Set<Room> rooms, Entry state) {
        return guarded(uid, state, () -> read(uid, grantee, rooms, state)).isPresent();
    }

    /** By which view somebody reads an entry, and under what that was decided. */
    private record Reading(View view, Permit.Basis basis) {
        Clearance permit(Grantee grantee, Entry state) {
            return new Permit(basis, new Permit.Frame(Action.FIND, view.neededFor(state), Set.of(Room.of(grantee))));
        }
    }

    private Optional<Reading> read(String uid, Grantee grantee, Set<Room> rooms, Entry state) {
        Object era = audiences.era(); // before the rights are asked for
        Rules current = now.get();
        Exposure exposure = current.exposures().require(uid);
        Rights held = audiences.asked();
        return Audiences.reading(current, held, exposure, grantee)
                .filter(view -> shows(view, exposure, state) && rules.allow(exposure, state, rooms))
                .map(view -> new Reading(
                        view, new Permit.Basis(audiences, era, current, held, exposure, Set.of(Action.FIND))));
    }

    private <T> Optional<T> guarded(String uid, Entry state, Supplier<Optional<T>> question) {
        try {
            return question.get();
        } catch (ToldFailure e) {
            observer.withheld();
            return Optional.empty();
        } catch (RuntimeException | Error e) {
            observer.withheld();
            LOG.error("{} {} could not be made ready to be read", uid, state.documentId(), e);
            return Optional.empty();
        }
    }

    /** Whether somebody may read entries of a content type at all. */
    public boolean mayRead(String uid, Grantee grantee) {
        Rules current = now.get();
        return current.exposures()
                .find(uid)
                .flatMap(exposure -> Audiences.reading(current, audiences.asked(), exposure, grantee))
                .isPresent();
    }

    /** Whether an entry in this state is sent at all to those who have a view. */
    static boolean shows(View view, Exposure exposure, Entry state) {
        return view.shows(state) && (state.isPublished() || !exposure.hidesDrafts());
    }
}
