package dev.pluginio.delivery;

import dev.pluginio.access.Exposure;
import dev.pluginio.access.Rights;
import dev.pluginio.api.content.Action;
import dev.pluginio.api.event.ContentChange;
import dev.pluginio.api.event.ContentEvent;
import dev.pluginio.api.realtime.Envelope;
import dev.pluginio.api.realtime.Reach;
import dev.pluginio.log.Announcement;
import dev.pluginio.log.EventLog;
import dev.pluginio.log.Journal.Kept;
import dev.pluginio.transport.Arguments;
import dev.pluginio.transport.Audience;
import dev.pluginio.transport.Clearance;
import dev.pluginio.transport.Client;
import dev.pluginio.transport.Emission;
import dev.pluginio.transport.Room;
import dev.pluginio.transport.Transport;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes of each event the bytes for each distinct view, and hands them to the transport. What cannot be made safe is not
 * sent. Its methods are called on one thread.
 */
public final class Delivery implements EventLog.Reader {

    private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);
    /** The event that tells clients that they have been told all of a transaction. */
    public static final String END = "tx:end";

    private static final Set<Room> LATE = Set.of(Room.BEHIND);

    private final Supplier<Rules> rules;
    private final Audiences audiences;
    private final AudienceRules audienceRules;
    private final PayloadTransformers transformers;
    private final Standings standings;
    private final Holds holds;
    private final Transport transport;
    private final DeliveryObserver observer;
    private final AtomicInteger behind = new AtomicInteger();
    private boolean isTransactionHeard;

    /** Makes the stage, to which no plugin adds anything. */
    public Delivery(Supplier<Rules> rules, Audiences audiences, Transport transport, DeliveryObserver observer) {
        this(
                rules,
                audiences,
                new AudienceRules(() -> rules.get().exposures().catalog(), () -> 0, observer),
                new PayloadTransformers(() -> 0),
                new Standings(uid -> Set.of()),
                new Holds(),
                transport,
                observer);
    }

    /**
     * Makes the stage.
     *
     * @param rules the rules that hold now
     * @param audiences who is to hear of it
     * @param audienceRules who of them may hear of which entries
     * @param transformers what is made of what is sent
     * @param standings is told what becomes of entries that somebody is subscribed to
     * @param holds leaves out those who get it later
     * @param transport where it goes
     * @param observer sees what happens
     */
    public Delivery(
            Supplier<Rules> rules,
            Audiences audiences,
            AudienceRules audienceRules,
            PayloadTransformers transformers,
            Standings standings,
            Holds holds,
            Transport transport,
            DeliveryObserver observer) {
        this.rules = rules;
        this.audiences = audiences;
        this.audienceRules = audienceRules;
        this.transformers = transformers;
        this.standings = standings;
        this.holds = holds;
        this.transport = transport;
        this.observer = observer;
    }

    @Override
    public void next(Announcement announcement, ContentEvent event) {
        ContentChange change = event.change();
        if (announcement.source() != Announcement.Source.CALLER) {
            standings.changed(change);
        }
        if (announcement.source() == Announcement.Source.UNTOLD) {
            return;
        }
        Set<String> later =
                holds.keep(change.uid(), change.entry().documentId(), client -> deliverTo(client, announcement, event));
        Rules now = rules.get();
        boolean isAnyBehind = now.offsets() || behind.get() > 0;
        Reach reach = deliver(
                now,
                announcement,
                event,
                (name, frame, rooms, part, newest, needed) ->
                        send(event, name, frame, audienceOf(rooms, part, later, isAnyBehind), newest, needed));
        isTransactionHeard |= event.transaction() != null && reach.sockets() > 0;
        if (announcement.reach() != null) {
            announcement.reach().complete(reach);
        }
        observer.delivered(reach.audiences(), reach.sockets());
        LOG.debug("{} at {} went to {} clients", event.change(), event.offset(), reach.sockets());
    }

    /** Whoever was given some of a transaction is told that it was all, even if it may not hear of the rest. */
    @Override
    public void end(String transaction, String offset) {
        if (isTransactionHeard) {
            isTransactionHeard = false;
            Arguments frame = new Frames(rules.get()).end(transaction, offset);
            transport.end(new Emission(END, frame, Audience.everyone(Audience.ROOT)).ofSeries(transaction));
        }
    }

    @Override
    public void gap() {
        observer.lost();
    }

    /**
     * Gives one client what it would have got of an event by {@link #next}, if it was left out then. To be called on the
     * same thread.
     */
    public void deliverTo(Client client, Announcement announcement, ContentEvent event) {
        OneClient one = new OneClient(client, client.rooms());
        deliver(rules.get(), announcement, event, one);
        if (event.transaction() != null && one.events() > 0) { // the end was told before, to whoever was not left out
            client.send(
                    END,
                    new Frames(rules.get())
                            .end(event.transaction(), event.offset())
                            .withoutOffset());
        }
    }

    /**
     * Tells a client that it was given all that it missed of a transaction. To be called on the same thread.
     *
     * @param offset of whoever knows that
     */
    void endTo(OneClient.Late client, String transaction, String offset, boolean isAgain) {
        client.end(new Frames(rules.get()).end(transaction, offset), isAgain);
    }

    /** Gives a client what it missed, if it may hear of it now. To be called on the same thread. */
    void deliverTo(OneClient.Late client, Kept missed, ContentChange newest, boolean isAgain) {
        if (missed.announcement().source() != Announcement.Source.UNTOLD) {
            client.turnTo(missed.event().change(), newest, isAgain);
            deliver(rules.get(), missed.announcement(), missed.event(), client);
        }
    }

    /** A client to give to what it missed. */
    OneClient.Late late(Client client, Shelf shelf) {
        return new OneClient.Late(
                client, client.rooms(), now -> shelf.frames(now, transformers.state()), audienceRules);
    }

    private Reach deliver(Rules now, Announcement announcement, ContentEvent event, Outlet outlet) {
        try {
            Optional<Exposure> exposure = exposureOf(announcement, now);
            return exposure.isPresent() ? deliver(now, exposure.get(), announcement, event, outlet) : Reach.NOBODY;
        } catch (RuntimeException | Error e) {
            withhold(event, e);
            return Reach.NOBODY;
        }
    }

    /** What is sent of a change that was captured under earlier rules may be less by now, or nothing. */
    private static Optional<Exposure> exposureOf(Announcement announcement, Rules now) {
        String uid = announcement.change().uid();
        Action action = announcement.change().action();
        return announcement.isAsked()
                ? now.exposures().find(uid)
                : now.exposures()
                        .configured(uid)
                        .filter(exposure ->
                                !action.isBuiltIn() || exposure.actions().contains(action));
    }

    private Reach deliver(Rules now, Exposure exposure, Announcement announcement, ContentEvent event, Outlet outlet) {
        ContentChange change = event.change();
        Set<Action> words = wordsOf(announcement, exposure);
        Object era = audiences.era(); // before the rights are asked for
        Optional<Rights> rights = audiences.rights();
        List<Plan.Share> shares = rights.map(held -> audiences.sharesOf(now, held, exposure, change.action(), words))
                .orElse(List.of());
        if (rights.isEmpty() || shares.isEmpty()) {
            return Reach.NOBODY;
        }
        Envelope asked = announcement.envelope();
        Round round = new Round(
                new Permit.Basis(audiences, era, now, rights.get(), exposure, words),
                event,
                Wording.of(change, words, exposure),
                audienceRules.hearing(exposure, change),
                new Round.Form(
                        outlet.frames(now),
                        asked == null ? now.envelope() : asked,
                        transformers,
                        announcement.source() != Announcement.Source.CALLER),
                outlet);
        for (Plan.Share share : shares) {
            orWithhold(event, () -> round.tell(share));
        }
        orWithhold(event, round::end);
        return round.reach();
    }

    /** Those who were told before it failed are told whatever follows. */
    private void orWithhold(ContentEvent event, Runnable telling) {
        try {
            telling.run();
        } catch (RuntimeException | Error e) {
            withhold(event, e);
        }
    }

    private static Set<Action> wordsOf(Announcement announcement, Exposure exposure) {
        Set<Action> words = announcement.words();
        return words.size() == 1
                ? words
                : words.stream()
                        .filter(word -> exposure.actions().contains(word)
                                || word.equals(announcement.change().action()))
                        .collect(Collectors.toUnmodifiableSet());
    }

    private int send(
            ContentEvent event,
            String name,
            Arguments frame,
            Audience audience,
            @Nullable String newest,
            Clearance needed) {
        Emission emission = new Emission(name, frame, audience).cleared(needed);
        Emission part = event.transaction() == null ? emission : emission.ofSeries(event.transaction());
        return transport.send(newest == null ? part : part.newest(newest));
    }

    private static Audience audienceOf(
            Set<Room> rooms, Scope.Part part, Set<String> exceptClients, boolean isAnyBehind) {
        Audience audience = new Audience(Audience.ROOT, rooms, part.within(), part.except(), exceptClients);
        return isAnyBehind ? audience.except(LATE) : audience;
    }

    /** So many more clients, or fewer, are behind, and get nothing of what is new. May be called on any thread. */
    void behind(int difference) {
        behind.addAndGet(difference);
    }

    private void withhold(ContentEvent event, Throwable cause) {
        observer.withheld();
        if (cause instanceof ToldFailure) {
            LOG.debug("{} is withheld from an audience: {}", event.change(), cause.getMessage());
            return;
        }
        LOG.error("{} could not be made ready for an audience, which does not hear of it", event.change(), cause);
    }
}
