package dev.pluginio;

import dev.pluginio.ConfigurationSource.Configured;
import dev.pluginio.access.Difference;
import dev.pluginio.api.access.AccessChange;
import dev.pluginio.api.access.Principal;
import dev.pluginio.api.realtime.RoomPolicy;
import dev.pluginio.config.IoSettings;
import dev.pluginio.log.Keepsakes;
import dev.pluginio.service.Absent;
import dev.pluginio.service.Entities;
import dev.pluginio.session.Enforcement;
import dev.pluginio.session.Recovery;
import dev.pluginio.session.Session;
import dev.pluginio.session.Sessions;
import dev.pluginio.session.SyncRequests;
import dev.pluginio.session.entities.EntrySource;
import dev.pluginio.session.entities.SubscriptionRequests;
import dev.pluginio.session.entities.Subscriptions;
import dev.pluginio.session.handlers.Handlers;
import dev.pluginio.session.rooms.PrivateMessages;
import dev.pluginio.session.rooms.RoomRequests;
import dev.pluginio.session.rooms.Rulings;
import dev.pluginio.transport.Client;
import dev.pluginio.transport.Room;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The clients: how they come in, what they ask for, and how changes of rights act on them. */
final class Incoming {

    private static final int SWEEP_SECONDS = 5;

    private final Ground ground;
    private final Outgoing outgoing;
    private final Handlers handlers;
    private final Enforcement enforcement;
    private final Sessions sessions;
    private final Subscriptions subscriptions;
    private final Recovery recovery;

    /**
     * Makes what clients meet.
     *
     * @param handlers what plugins offer; what clients may ask for by themselves is added
     * @param source where entries are read
     * @param keepsakes what outlives the process
     */
    Incoming(
            Ground ground,
            Outgoing outgoing,
            Handlers handlers,
            EntrySource source,
            Keepsakes keepsakes,
            IoSettings settings) {
        this.ground = ground;
        this.outgoing = outgoing;
        this.handlers = handlers;
        this.enforcement = new Enforcement(
                new Enforcement.Parts(
                        ground.host().authenticator(),
                        ground.access(),
                        new Difference(() -> ground.rules().get().exposures().catalog()),
                        ground.attendance(),
                        ground.audiences(),
                        outgoing.log(),
                        outgoing.transport()),
                ground.threads().enforcing(),
                ground.threads().timer(),
                ground.clock(),
                ground.counters());
        this.sessions = new Sessions(
                settings.sessions(),
                handlers,
                ground.host().authenticator(),
                enforcement,
                ground.attendance(),
                ground.threads().blocking(),
                ground.clock(),
                ground.counters());
        this.subscriptions = new Subscriptions(
                settings.subscriptions(),
                new Subscriptions.Parts(
                        ground.rules(),
                        outgoing.visibility(),
                        outgoing.standings(),
                        outgoing.holds(),
                        source,
                        outgoing.catchUp()::caughtUp,
                        outgoing.log(),
                        ground.threads().reading(),
                        ground.threads().timer()));
        Rulings rulings = new Rulings(sessions.rooms(), () -> handlers.all(RoomPolicy.class));
        this.recovery = new Recovery(
                settings.recovery(),
                new Recovery.Parts(outgoing.log().journal(), outgoing.catchUp(), rulings, subscriptions, enforcement),
                keepsakes,
                new SecureRandom(),
                System::nanoTime,
                ground.counters());
        sessions.recoverBy(recovery);
        outgoing.transport().guardOffsets(settings.recovery().enabled());
        handlers.own(List.of(
                new RoomRequests(rulings, sessions::find),
                new PrivateMessages(
                        rulings, sessions::find, () -> ground.rules().get().json()),
                new SubscriptionRequests(subscriptions, sessions::find),
                new SyncRequests(outgoing.catchUp(), sessions::find, System::nanoTime)));
    }

    /** Has rights act on clients that are in from now on. */
    void start() {
        enforcement.start();
        sessions.rooms().warnOfUnknown(ground.access().rights().permissions().keySet());
        Future<?> unused = ground.threads()
                .timer()
                .scheduleWithFixedDelay(recovery::sweep, SWEEP_SECONDS, SWEEP_SECONDS, TimeUnit.SECONDS);
    }

    /** Takes clients in by other settings from now on. */
    void reconfigure(Configured changed) {
        IoSettings settings = changed.settings();
        handlers.reconfigure(handling(settings));
        handlers.reconfigure(settings.arrangement());
        sessions.reconfigure(settings.sessions());
        subscriptions.reconfigure(settings.subscriptions());
        boolean isOn = settings.recovery().enabled();
        if (isOn) {
            outgoing.transport().guardOffsets(true); // before anybody is told that there are offsets
        }
        recovery.reconfigure(settings.recovery());
        if (!isOn) {
            outgoing.transport().guardOffsets(false);
        }
    }

    static Handlers.Settings handling(IoSettings settings) {
        return Handlers.Settings.defaults().forOne(settings.transport().limits().pendingAcks());
    }

    /** Has a change of rights act; completes when nothing under the old ones can still be written, where others may wait. */
    CompletionStage<Void> changed(AccessChange change) {
        return enforcement
                .changed(change)
                .thenRunAsync(() -> {}, ground.threads().callbacks());
    }

    Sessions sessions() {
        return sessions;
    }

    /** Who a client is. */
    Optional<Principal> principal(String socketId) {
        return sessions.find(socketId).map(Session::principal);
    }

    /** Who is not there, and may come back. */
    Absent absent() {
        return new Absent() {
            @Override
            public boolean leave(String socketId, Room room) {
                return recovery.leave(socketId, room);
            }

            @Override
            public boolean end(String socketId, Consumer<Client> goodbye) {
                return recovery.end(socketId, goodbye);
            }
        };
    }

    /** What is there for entries and their subscribers. */
    Entities entities() {
        return new Entities(sessions::find, subscriptions, outgoing.toEntities());
    }
}
