package dev.pluginio.delivery;

import dev.pluginio.access.Exposure;
import dev.pluginio.access.Rights;
import dev.pluginio.access.View;
import dev.pluginio.api.content.Action;
import dev.pluginio.api.content.Entry;
import dev.pluginio.api.realtime.Reach;
import dev.pluginio.delivery.Standings.Standing;
import dev.pluginio.transport.Audience;
import dev.pluginio.transport.Clearance;
import dev.pluginio.transport.Client;
import dev.pluginio.transport.Emission;
import dev.pluginio.transport.Room;
import dev.pluginio.transport.Transport;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Sends to those of an entry's subscribers who may read it now. The entry is not read for it. */
public final class EntityDelivery {

    private final Supplier<Rules> rules;
    private final Audiences audiences;
    private final AudienceRules audienceRules;
    private final Standings standings;
    private final Holds holds;
    private final Transport transport;

    /**
     * Makes it.
     *
     * @param rules the rules that hold now
     * @param audiences what roles and tokens may see
     * @param audienceRules who may hear of which entries
     * @param standings knows the entries that somebody is subscribed to
     * @param holds leaves out those who get it later
     * @param transport where it goes
     */
    public EntityDelivery(
            Supplier<Rules> rules,
            Audiences audiences,
            AudienceRules audienceRules,
            Standings standings,
            Holds holds,
            Transport transport) {
        this.rules = rules;
        this.audiences = audiences;
        this.audienceRules = audienceRules;
        this.standings = standings;
        this.holds = holds;
        this.transport = transport;
    }

    /**
     * Sends something. To be called on the thread that delivers.
     *
     * @param id the entry's primary key or documentId
     * @param emission what to send; its audience is not looked at
     * @param within rooms of which a client must be in one; empty for none
     */
    public Reach send(String uid, Object id, Emission emission, Set<Room> within) {
        Optional<Standing> standing = standings.find(uid, id, null);
        if (standing.isEmpty()) {
            return Reach.NOBODY;
        }
        Set<String> later = holds.keep(uid, standing.get().documentId(), client -> {
            audiencesOf(standing.get(), within).stream()
                    .filter(readers -> isMeant(client, readers.audience()))
                    .findFirst()
                    .ifPresent(readers -> client.send(emission.event(), emission.arguments(), readers.needed()));
        });
        int sockets = 0;
        for (Readers readers : audiencesOf(standing.get(), within)) {
            Audience audience = readers.audience().exceptClients(later);
            sockets += transport.send(emission.to(audience).cleared(readers.needed()));
        }
        return sockets == 0 ? Reach.NOBODY : new Reach(1, sockets);
    }

    /** The room of an entry's subscribers; empty if nobody is subscribed to it. */
    public Optional<Room> subscribersOf(String uid, Object id) {
        return standings.find(uid, id, null).map(Standing::room);
    }

    /** Some who may read an entry, and what each must still be allowed when something is written to it. */
    private record Readers(Audience audience, Clearance needed) {}

    /** Those subscribers who may read the entry now, in parts that have nobody in common. */
    private List<Readers> audiencesOf(Standing standing, Set<Room> within) {
        Rules now = rules.get();
        Optional<Exposure> exposure = now.exposures().configured(standing.uid());
        Optional<Entry> state = standing.state();
        Object era = audiences.era(); // before the rights are asked for
        Optional<Rights> rights = audiences.rights();
        if (exposure.isEmpty() || state.isEmpty() || rights.isEmpty()) {
            return List.of();
        }
        Set<Room> readers = readersOf(now, rights.get(), exposure.get(), state.get());
        List<Readers> found = new ArrayList<>(1);
        if (!readers.isEmpty()) {
            Clearance needed = new Permit(
                    new Permit.Basis(audiences, era, now, rights.get(), exposure.get(), Set.of(Action.FIND)),
                    new Permit.Frame(Action.FIND, View.identifiersOf(state.get()), readers));
            for (Scope.Part part :
                    audienceRules.scope(exposure.get(), state.get()).all()) {
                Audience audience = new Audience(
                                Audience.ROOT, Set.of(standing.room()), part.within(), part.except(), Set.of())
                        .within(readers);
                found.add(new Readers(within.isEmpty() ? audience : audience.within(within), needed));
            }
        }
        return found;
    }

    private Set<Room> readersOf(Rules now, Rights rights, Exposure exposure, Entry state) {
        Set<Room> rooms = new HashSet<>();
        for (Plan.Share share : audiences.sharesOf(now, rights, exposure, Action.FIND, Set.of(Action.FIND))) {
            if (Visibility.shows(share.view(), exposure, state)) {
                rooms.addAll(share.rooms());
            }
        }
        return rooms;
    }

    private static boolean isMeant(Client client, Audience audience) {
        Set<Room> its = client.rooms();
        return isIn(its, audience.rooms())
                && audience.within().stream().allMatch(rooms -> isIn(its, rooms))
                && !isIn(its, audience.except());
    }

    private static boolean isIn(Set<Room> its, Set<Room> rooms) {
        return rooms.stream().anyMatch(its::contains);
    }
}
