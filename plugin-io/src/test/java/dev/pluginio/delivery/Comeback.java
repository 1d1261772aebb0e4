package dev.pluginio.delivery;

import static dev.pluginio.testing.Blog.ARTICLE;
import static dev.pluginio.testing.Blog.allowed;

import dev.pluginio.access.AccessCache;
import dev.pluginio.access.Exposure;
import dev.pluginio.access.Exposures;
import dev.pluginio.access.PermissionRule;
import dev.pluginio.api.access.AccessChange;
import dev.pluginio.api.access.Grantee;
import dev.pluginio.api.access.Permissions;
import dev.pluginio.api.access.Role;
import dev.pluginio.api.event.ContentChange;
import dev.pluginio.api.realtime.Envelope;
import dev.pluginio.log.Announcement;
import dev.pluginio.log.Journal;
import dev.pluginio.log.LogObserver;
import dev.pluginio.log.Offsets;
import dev.pluginio.log.Position;
import dev.pluginio.log.Retention;
import dev.pluginio.log.memory.MemoryEventLog;
import dev.pluginio.testing.Blog;
import dev.pluginio.testing.RecordingClient;
import dev.pluginio.testing.RecordingTransport;
import dev.pluginio.testing.TablePolicy;
import dev.pluginio.transport.Audience;
import dev.pluginio.transport.Room;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A log that keeps events, delivery, and clients that go away and come back. */
final class Comeback implements AutoCloseable {

    static final Retention ALL = new Retention(100_000, 1_000_000_000, Duration.ofHours(1));
    private static final Pattern OFFSET = Pattern.compile(" \"([A-Za-z0-9_-]{22})\"$");

    final TablePolicy policy = new TablePolicy();
    final RecordingTransport transport = new RecordingTransport();
    final MemoryEventLog log;
    final CatchUp.Parts parts;
    final CatchUp catchUp;
    final AudienceRules audienceRules;
    final PayloadTransformers transformers = new PayloadTransformers(System::nanoTime);
    final Delivery delivery;
    /** May read articles. */
    final Role reader = policy.role("reader", allowed(ARTICLE + ".find"));

    private final Exposures exposures;
    private volatile Rules rules;
    private final AccessCache access = new AccessCache(policy, () -> 0);
    private final Attendance attendance = new Attendance();
    private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(2);

    Comeback(Retention retention) {
        this(retention, 16_384, Blog.articles(PermissionRule.FIND));
    }

    Comeback(Retention retention, int room, Exposure... exposures) {
        this(retention, room, false, exposures);
    }

    private Comeback(Retention retention, int room, boolean isAtomic, Exposure... exposures) {
        this.exposures = new Exposures(Blog.CATALOG, List.of(exposures), PermissionRule.FIND);
        this.rules = rules(isAtomic);
        Audiences audiences = new Audiences(() -> rules, access, attendance);
        log = new MemoryEventLog(
                new MemoryEventLog.Settings(room, Duration.ofMillis(room < 100 ? 1 : 10_000), retention),
                new Offsets(new SecureRandom()),
                Clock.systemUTC(),
                Executors.defaultThreadFactory(),
                LogObserver.NONE);
        audienceRules = new AudienceRules(() -> Blog.CATALOG, System::nanoTime, DeliveryObserver.NONE);
        delivery = new Delivery(
                () -> rules,
                audiences,
                audienceRules,
                transformers,
                new Standings(audienceRules::needs),
                new Holds(),
                transport,
                DeliveryObserver.NONE);
        parts = new CatchUp.Parts(
                delivery, audiences, log, timer, timer, timer, System::nanoTime, DeliveryObserver.NONE);
        catchUp = new CatchUp(parts, 100_000_000);
        log.trim(new Redaction(() -> rules, audienceRules));
        log.keepTogether(isAtomic);
        log.start(delivery);
    }

    private Rules rules(boolean isAtomic) {
        return Rules.of(
                new DeliverySettings(Envelope.DATA, Shape.FLAT, List.of("password"), true, isAtomic), exposures);
    }

    /** Keeps transactions together no longer. */
    void single() {
        rules = rules(false);
        log.keepTogether(false);
    }

    /** One that keeps transactions together. */
    static Comeback atomic(Retention retention, int room, Exposure... exposures) {
        return new Comeback(retention, room, true, exposures);
    }

    Journal journal() {
        return log.journal();
    }

    /** A client that hears what is new. */
    RecordingClient live(Grantee grantee, Room... rooms) {
        RecordingClient client = entering(grantee, rooms);
        transport.add(client);
        return client;
    }

    /** A client that comes back. */
    RecordingClient back(Grantee grantee, Position from, Room... rooms) {
        RecordingClient client = entering(grantee, rooms);
        client.join(Room.BEHIND);
        transport.add(client);
        catchUp.begin(client, from);
        return client;
    }

    private RecordingClient entering(Grantee grantee, Room... rooms) {
        RecordingClient client = new RecordingClient(Audience.ROOT, grantee);
        client.join(Room.of(grantee));
        Stream.of(rooms).forEach(client::join);
        attendance.arrived(grantee);
        return client;
    }

    /** Goes away between two events. */
    void leaves(RecordingClient client) {
        onTheWay(() -> {
            client.disconnect();
            return null;
        });
        transport.remove(client);
        attendance.left((Grantee) client.attachment());
    }

    void permit(Grantee grantee, Permissions permissions) {
        policy.set(grantee, permissions);
        access.invalidate(new AccessChange.EverythingChanged());
    }

    void commit(ContentChange change) {
        log.append(Announcement.of(change));
    }

    void settle() {
        onTheWay(() -> null);
    }

    /** Asks something on the thread that delivers. */
    <T> T onTheWay(Supplier<T> question) {
        return log.afterAppended(question).orTimeout(60, TimeUnit.SECONDS).join();
    }

    Position head() {
        return onTheWay(() -> journal().head());
    }

    /** The offsets of what a client has heard. */
    static List<String> offsets(RecordingClient client) {
        return client.heard().stream()
                .map(OFFSET::matcher)
                .filter(Matcher::find)
                .map(found -> found.group(1))
                .toList();
    }

    /** What a client has heard: the names of events and the titles in them, if there are any. */
    static List<String> told(RecordingClient client) {
        return client.heard().stream()
                .map(frame -> frame.replaceAll("^(\\S+) (?:.*\"title\":\"([^\"]*)\".*|.*)$", "$1 $2")
                        .strip()
                        .replace("article:", ""))
                .toList();
    }

    @Override
    public void close() {
        log.close();
        timer.shutdownNow();
    }
}
