package dev.pluginio.testing;

import dev.pluginio.access.AccessCache;
import dev.pluginio.access.Difference;
import dev.pluginio.access.Exposure;
import dev.pluginio.access.Exposures;
import dev.pluginio.access.PermissionRule;
import dev.pluginio.api.access.AccessChange;
import dev.pluginio.api.access.Authentication;
import dev.pluginio.api.access.Authenticator;
import dev.pluginio.api.access.Credentials;
import dev.pluginio.api.access.Permissions;
import dev.pluginio.api.access.Principal;
import dev.pluginio.api.access.Role;
import dev.pluginio.api.content.ContentCatalog;
import dev.pluginio.api.event.ContentChange;
import dev.pluginio.api.realtime.AudienceRule;
import dev.pluginio.api.realtime.Envelope;
import dev.pluginio.api.realtime.IoService;
import dev.pluginio.api.realtime.RoomPolicy;
import dev.pluginio.delivery.Attendance;
import dev.pluginio.delivery.AudienceRules;
import dev.pluginio.delivery.Audiences;
import dev.pluginio.delivery.CatchUp;
import dev.pluginio.delivery.Contribution;
import dev.pluginio.delivery.Delivery;
import dev.pluginio.delivery.DeliveryObserver;
import dev.pluginio.delivery.DeliverySettings;
import dev.pluginio.delivery.EntityDelivery;
import dev.pluginio.delivery.Holds;
import dev.pluginio.delivery.PayloadTransformers;
import dev.pluginio.delivery.Rules;
import dev.pluginio.delivery.Shape;
import dev.pluginio.delivery.Standings;
import dev.pluginio.delivery.Visibility;
import dev.pluginio.log.Announcement;
import dev.pluginio.log.EventLog;
import dev.pluginio.log.LogObserver;
import dev.pluginio.log.Offsets;
import dev.pluginio.log.memory.MemoryEventLog;
import dev.pluginio.service.Absent;
import dev.pluginio.service.Entities;
import dev.pluginio.service.RealtimeService;
import dev.pluginio.session.Enforcement;
import dev.pluginio.session.Session;
import dev.pluginio.session.SessionObserver;
import dev.pluginio.session.SessionSettings;
import dev.pluginio.session.Sessions;
import dev.pluginio.session.SyncRequests;
import dev.pluginio.session.entities.EntrySource;
import dev.pluginio.session.entities.SubscriptionRequests;
import dev.pluginio.session.entities.SubscriptionSettings;
import dev.pluginio.session.entities.Subscriptions;
import dev.pluginio.session.handlers.Handlers;
import dev.pluginio.session.rooms.RoomRequests;
import dev.pluginio.session.rooms.Rulings;
import dev.pluginio.transport.Admission;
import dev.pluginio.transport.Handshake;
import dev.pluginio.transport.Room;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** All stages but capture and the network, with clients of several roles who subscribe to entries. */
public final class EntityHouse implements AutoCloseable {

    public final TablePolicy policy = new TablePolicy();
    public final AccessCache access = new AccessCache(policy, () -> 0);
    public final Attendance attendance = new Attendance();
    public final RecordingTransport transport = new RecordingTransport();
    public final AtomicLong nanoTime = new AtomicLong();
    public final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    public final ExecutorService reading = Executors.newFixedThreadPool(4);
    public final EventLog log = new MemoryEventLog(
            MemoryEventLog.Settings.defaults(),
            new Offsets(new SecureRandom()),
            Clock.systemUTC(),
            Executors.defaultThreadFactory(),
            LogObserver.NONE);
    public final Holds holds = new Holds(log.journal()::head);
    public final Rules rules;
    public final AudienceRules audienceRules;
    public final PayloadTransformers transformers;
    public final Standings standings;
    public final Audiences audiences;
    public final Visibility visibility;
    public final Subscriptions subscriptions;
    public final Sessions sessions;
    public final Rulings rulings;
    public final EntityDelivery delivery;
    public final CatchUp catchUp;
    public final Enforcement enforcement;

    public final Handlers handlers;
    private final Map<String, Role> roles = new ConcurrentHashMap<>();

    public EntityHouse(ContentCatalog catalog, EntrySource source, SubscriptionSettings settings, Exposure... exposed) {
        rules = Rules.of(
                new DeliverySettings(Envelope.DATA, Shape.FLAT, List.of("password")),
                new Exposures(catalog, List.of(exposed), PermissionRule.FIND));
        audiences = new Audiences(() -> rules, access, attendance);
        audienceRules = new AudienceRules(() -> catalog, System::nanoTime, DeliveryObserver.NONE);
        transformers = new PayloadTransformers(System::nanoTime);
        standings = new Standings(audienceRules::needs);
        visibility = new Visibility(() -> rules, audiences, audienceRules, transformers, DeliveryObserver.NONE);
        delivery = new EntityDelivery(() -> rules, audiences, audienceRules, standings, holds, transport);
        Delivery content = new Delivery(
                () -> rules,
                audiences,
                audienceRules,
                transformers,
                standings,
                holds,
                transport,
                DeliveryObserver.NONE);
        catchUp = new CatchUp(
                new CatchUp.Parts(
                        content, audiences, log, timer, reading, timer, System::nanoTime, DeliveryObserver.NONE),
                1_000_000);
        subscriptions = new Subscriptions(
                settings,
                new Subscriptions.Parts(
                        () -> rules, visibility, standings, holds, source, catchUp::caughtUp, log, reading, timer));
        handlers = TestHandlers.with(timer);
        enforcement = new Enforcement(
                new Enforcement.Parts(
                        new Host(), access, new Difference(() -> catalog), attendance, audiences, log, transport),
                timer,
                timer,
                Clock.systemUTC(),
                SessionObserver.NONE);
        sessions = new Sessions(
                SessionSettings.defaults(),
                handlers,
                new Host(),
                enforcement,
                attendance,
                Runnable::run,
                Clock.systemUTC(),
                SessionObserver.NONE);
        rulings = new Rulings(sessions.rooms(), () -> handlers.all(RoomPolicy.class));
        handlers.own(List.of(
                new RoomRequests(rulings, sessions::find),
                new SubscriptionRequests(subscriptions, sessions::find),
                new SyncRequests(catchUp, sessions::find, nanoTime::get)));
        log.start(content);
    }

    public Role role(String name, Permissions permissions) {
        Role role = policy.role(name, permissions);
        roles.put(name, role);
        return role;
    }

    public void permit(String name, Permissions permissions) {
        policy.set(roles.get(name), permissions);
        access.invalidate(new AccessChange.EverythingChanged());
    }

    /** A client whose user has this role and this name. */
    public RecordingClient connect(String role) {
        return connect("/", role);
    }

    public RecordingClient connect(String namespace, String role) {
        Admission.Admitted admitted = (Admission.Admitted) sessions.connecting(new Handshake(
                        namespace, Map.of("token", role), Map.of(), new InetSocketAddress("127.0.0.1", 1)))
                .toCompletableFuture()
                .join();
        RecordingClient client = transport.add(new RecordingClient(namespace, admitted.attachment()));
        for (Room room : admitted.rooms()) {
            client.join(room);
        }
        sessions.connected(client);
        return client;
    }

    public void disconnect(RecordingClient client) {
        client.disconnect();
        sessions.disconnected(client, "transport close");
        transport.remove(client);
    }

    /** What the client is answered; the answer stands among what it hears, as {@code (answer) json}. */
    public CompletableFuture<String> ask(RecordingClient client, String event, @Nullable Object... arguments) {
        CompletableFuture<String> answer = new CompletableFuture<>();
        sessions.received(client, event, Arrays.asList(arguments), given -> {
            client.send("(answer)", given);
            answer.complete(RecordingClient.text(given));
        });
        return answer;
    }

    public String answer(RecordingClient client, String event, @Nullable Object... arguments) {
        return ask(client, event, arguments).orTimeout(60, TimeUnit.SECONDS).join();
    }

    /** The host commits a change. */
    public void commit(ContentChange change) {
        log.append(Announcement.of(change));
    }

    /** All that was appended so far was delivered. */
    public void settle() {
        log.afterAppended(() -> null).orTimeout(60, TimeUnit.SECONDS).join();
    }

    public Entities entities() {
        return new Entities(sessions::find, subscriptions, delivery);
    }

    /** What other plugins call, with no transactions of the host. */
    public IoService service() {
        return new RealtimeService(
                () -> rules,
                audiences,
                new NoTransactions(),
                log,
                transport,
                catchUp.retained(),
                id -> sessions.find(id).map(Session::principal),
                Absent.NOBODY,
                entities(),
                CompletableFuture::new,
                Runnable::run);
    }

    /** Has other rules of a plugin hold from now on. */
    public void rules(AudienceRule... now) {
        audienceRules.offer(Stream.of(now)
                .map(rule -> new Contribution<>("ruler", rule, TestContext.NONE))
                .toList());
    }

    public static SubscriptionSettings patient() {
        return new SubscriptionSettings(500, Duration.ofSeconds(20));
    }

    @Override
    public void close() {
        handlers.close();
        log.close();
        reading.shutdownNow();
        timer.shutdownNow();
    }

    private final class Host implements Authenticator {
        @Override
        public Authentication authenticate(Credentials untrusted) {
            Role role = roles.get(untrusted.token());
            return new Authentication.Admitted(
                    new Principal.User("u-" + role.name(), role.name(), role, Optional.empty()));
        }

        @Override
        public Authentication anonymous() {
            return new Authentication.Admitted(new Principal.Public(roles.get("public")));
        }
    }
}
