package dev.pluginio.delivery;

import dev.pluginio.access.AccessCache;
import dev.pluginio.access.Exposure;
import dev.pluginio.access.Exposures;
import dev.pluginio.access.PermissionRule;
import dev.pluginio.api.access.Grantee;
import dev.pluginio.api.content.Entry;
import dev.pluginio.api.event.ContentChange;
import dev.pluginio.api.event.ContentEvent;
import dev.pluginio.api.host.ContentLifecycle;
import dev.pluginio.api.realtime.AudienceRule;
import dev.pluginio.api.realtime.Envelope;
import dev.pluginio.api.realtime.IoContext;
import dev.pluginio.api.realtime.PayloadTransformer;
import dev.pluginio.capture.CaptureObserver;
import dev.pluginio.capture.CaptureParts;
import dev.pluginio.capture.Interest;
import dev.pluginio.capture.LifecycleCapture;
import dev.pluginio.capture.Sequencer;
import dev.pluginio.log.Announcement;
import dev.pluginio.log.EventLog;
import dev.pluginio.testing.Blog;
import dev.pluginio.testing.RecordingClient;
import dev.pluginio.testing.RecordingTransport;
import dev.pluginio.testing.TablePolicy;
import dev.pluginio.testing.TestContext;
import dev.pluginio.transport.Audience;
import dev.pluginio.transport.Room;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A host without JPA and everything from its transactions to its clients, on one thread. */
final class House implements EventLog {

    final TablePolicy policy = new TablePolicy();
    final RecordingTransport transport = new RecordingTransport();
    final AtomicInteger withheld = new AtomicInteger();
    final AtomicLong nanoTime = new AtomicLong();
    final List<Announcement> announced = new ArrayList<>();
    final List<ContentEvent> events = new ArrayList<>();
    final AudienceRules audienceRules;
    final PayloadTransformers transformers = new PayloadTransformers(nanoTime::get);
    final Delivery delivery;
    final Visibility visibility;
    private final Attendance attendance = new Attendance();
    private final LifecycleCapture capture;

    private final AtomicReference<Rules> rules = new AtomicReference<>();

    House(Exposure... exposures) {
        reconfigure(List.of("password"), exposures);
        DeliveryObserver observer = new DeliveryObserver() {
            @Override
            public void withheld() {
                withheld.incrementAndGet();
            }
        };
        Audiences audiences = new Audiences(rules::get, new AccessCache(policy, () -> 0), attendance);
        audienceRules = new AudienceRules(() -> Blog.CATALOG, nanoTime::get, observer);
        delivery = new Delivery(
                rules::get,
                audiences,
                audienceRules,
                transformers,
                new Standings(uid -> Set.of()),
                new Holds(),
                transport,
                observer);
        visibility = new Visibility(rules::get, audiences, audienceRules, transformers, observer);
        Interest interest = new Interest() {
            @Override
            public Optional<Exposure> exposure(String uid) {
                return rules.get().exposures().configured(uid);
            }

            @Override
            public boolean isWanted(String uid) {
                return audiences.isHeard(uid);
            }
        };
        capture = new LifecycleCapture(
                Blog.CATALOG,
                new CaptureParts(
                        interest,
                        new Sequencer(this, Duration.ofSeconds(1), (delay, task) -> {}, CaptureObserver.NONE),
                        CaptureObserver.NONE));
    }

    /** Has other rules hold from now on. */
    void reconfigure(List<String> sensitive, Exposure... exposures) {
        rules.set(Rules.of(
                new DeliverySettings(Envelope.DATA, Shape.FLAT, sensitive),
                new Exposures(Blog.CATALOG, List.of(exposures), PermissionRule.FIND)));
    }

    /** Admits a client with a role or token, which is in these rooms too. */
    RecordingClient client(Grantee grantee, Room... rooms) {
        RecordingClient client = transport.add(new RecordingClient(Audience.ROOT, grantee));
        client.join(Room.of(grantee));
        Stream.of(rooms).forEach(client::join);
        attendance.arrived(grantee);
        return client;
    }

    void rules(AudienceRule... rules) {
        audienceRules.offer(contributions("ruler", TestContext.NONE, rules));
    }

    void transformers(PayloadTransformer... all) {
        transformers.offer(contributions("smith", TestContext.NONE, all));
    }

    @SafeVarargs
    static <T> List<Contribution<T>> contributions(String plugin, IoContext context, T... extensions) {
        return Stream.of(extensions)
                .map(extension -> new Contribution<>(plugin, extension, context))
                .toList();
    }

    /** Has one transaction change an article; a state that is null was or is not there. */
    void change(@Nullable Entry before, @Nullable Entry after) {
        ContentLifecycle.Transaction transaction = capture.begin();
        if (before == null && after != null) {
            transaction.changed(ContentChange.created(Blog.ARTICLE, after));
        } else if (before != null) {
            transaction.changed(
                    after == null
                            ? ContentChange.deleted(Blog.ARTICLE, before)
                            : ContentChange.updated(Blog.ARTICLE, before, after));
        }
        transaction.committed();
    }

    /** What a client has heard so far: the names of events, those with identifiers alone in brackets. */
    static List<String> heard(RecordingClient client) {
        return client.heard().stream()
                .map(frame -> {
                    String name = frame.substring(0, frame.indexOf(' ')).replace("article:", "");
                    boolean isBrief = frame.matches(".*\"data\":\\{\"id\":\\d+,\"documentId\":\"\\w+\"}.*");
                    return isBrief ? "(" + name + ")" : name;
                })
                .toList();
    }

    @Override
    public void start(Reader reader) {}

    @Override
    public void append(Announcement announcement) {
        ContentEvent event = new ContentEvent(announcement.change(), Instant.EPOCH, "o" + events.size());
        announced.add(announcement);
        events.add(event);
        delivery.next(announcement, event);
    }

    @Override
    public <T> CompletableFuture<T> afterAppended(Supplier<T> task) {
        return CompletableFuture.completedFuture(task.get());
    }

    @Override
    public void close() {}
}
