package dev.pluginio.service;

import static dev.pluginio.testing.Blog.ARTICLE;
import static dev.pluginio.testing.Blog.published;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pluginio.access.AccessCache;
import dev.pluginio.access.Exposure;
import dev.pluginio.access.Exposures;
import dev.pluginio.access.PermissionRule;
import dev.pluginio.api.access.Permissions;
import dev.pluginio.api.access.Role;
import dev.pluginio.api.content.Action;
import dev.pluginio.api.content.Entry;
import dev.pluginio.api.realtime.EmitRequest;
import dev.pluginio.api.realtime.Envelope;
import dev.pluginio.api.realtime.RawRequest;
import dev.pluginio.api.realtime.Reach;
import dev.pluginio.delivery.Attendance;
import dev.pluginio.delivery.Audiences;
import dev.pluginio.delivery.Delivery;
import dev.pluginio.delivery.DeliveryObserver;
import dev.pluginio.delivery.DeliverySettings;
import dev.pluginio.delivery.Rules;
import dev.pluginio.delivery.Shape;
import dev.pluginio.log.Announcement;
import dev.pluginio.log.LogObserver;
import dev.pluginio.log.Offsets;
import dev.pluginio.log.Position;
import dev.pluginio.log.Retention;
import dev.pluginio.log.memory.MemoryEventLog;
import dev.pluginio.testing.Blog;
import dev.pluginio.testing.RecordingTransport;
import dev.pluginio.testing.TablePolicy;
import dev.pluginio.transport.Room;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RealtimeServiceTest {

    private final TablePolicy policy = new TablePolicy();
    private final Role editor = policy.role("editor", Permissions.all());
    private final Attendance attendance = new Attendance();
    private final RecordingTransport transport = new RecordingTransport();
    private final FakeHost host = new FakeHost();
    private final MemoryEventLog log = new MemoryEventLog(
            MemoryEventLog.Settings.defaults(),
            new Offsets(new SecureRandom()),
            Clock.systemUTC(),
            Executors.defaultThreadFactory(),
            LogObserver.NONE);
    private Rules rules = rules(false);
    private final RealtimeService io = service();

    private static Rules rules(boolean areEventsKept) {
        return Rules.of(
                new DeliverySettings(Envelope.DATA, Shape.FLAT, List.of("password"), areEventsKept),
                new Exposures(Blog.CATALOG, List.of(Blog.articles(PermissionRule.FIND)), PermissionRule.FIND));
    }

    private RealtimeService service() {
        Audiences audiences = new Audiences(() -> rules, new AccessCache(policy, System::nanoTime), attendance);
        log.start(new Delivery(() -> rules, audiences, transport, DeliveryObserver.NONE));
        return new RealtimeService(
                () -> rules,
                audiences,
                host,
                log,
                transport,
                id -> Optional.empty(),
                CompletableFuture::new,
                Runnable::run);
    }

    private record Author(String name) {}

    /** A host whose one transaction can be open, and whose entities are authors. */
    private static final class FakeHost implements HostWork {
        private boolean inTransaction;
        private final List<Announcement> pending = new ArrayList<>();

        @Override
        public boolean announceWithin(Object transaction, Announcement announcement) {
            if (inTransaction) {
                pending.add(announcement);
            }
            return inTransaction;
        }

        @Override
        public Optional<Entry> read(Object entity, Exposure exposure) {
            return entity instanceof Author author
                    ? Optional.of(Entry.of(1L, Map.of("name", author.name())))
                    : Optional.empty();
        }
    }

    @BeforeEach
    void somebodyListens() {
        attendance.arrived(editor);
    }

    @AfterEach
    void stop() {
        log.close();
    }

    private static Reach reachOf(CompletionStage<Reach> stage) throws Exception {
        return stage.toCompletableFuture().get(60, TimeUnit.SECONDS);
    }

    @Test
    void handsOnNoRecordsOfOtherPlugins() {
        host.inTransaction = true;
        io.emit("update", ARTICLE, Map.of("id", 1, "title", new Author("ann")));
        assertThat(host.pending)
                .singleElement()
                .satisfies(
                        announcement -> assertThat(announcement.change().entry().values())
                                .containsEntry("title", Map.of("name", "ann")));
    }

    @Test
    void emitsAnEntryAMapAnEntityAndAListOfThem() throws Exception {
        assertThat(reachOf(io.emit("update", ARTICLE, published(1, "One")))).isEqualTo(new Reach(1, 1));
        assertThat(reachOf(io.emit("pinned", Blog.TAGS, Map.of("id", 5, "name", "x", "color", "red"))))
                .isEqualTo(new Reach(1, 1));
        assertThat(reachOf(io.emit("create", Blog.AUTHOR, List.of(new Author("ann"), Map.of("id", 2)))))
                .isEqualTo(new Reach(2, 2));

        List<String> frames = transport.frames();
        assertThat(frames).hasSize(4);
        assertThat(frames.get(0)).startsWith("article:update {\"data\":{\"id\":1,\"documentId\":\"doc1\"");
        assertThat(frames.get(1)).startsWith("tag:pinned {\"data\":{\"id\":5,\"documentId\":\"5\",\"name\":\"x\"}");
        assertThat(frames.get(2))
                .startsWith("author:create {\"data\":{\"id\":1,\"documentId\":\"1\",\"name\":\"ann\"}");
        assertThat(frames.get(3)).startsWith("author:create {\"data\":{\"id\":2,\"documentId\":\"2\"}");
    }

    @Test
    void sendsBinaryDataRawWhereverItStands() throws Exception {
        byte[] whole = {1};
        byte[] part = {2, 3};
        reachOf(io.raw(RawRequest.of("blob", whole).envelope(Envelope.BARE)));
        reachOf(io.raw(RawRequest.of("blobs", Map.of("list", List.of("text", part)))));

        assertThat(transport.frames())
                .containsExactly(
                        "blob {\"_placeholder\":true,\"num\":0}",
                        "blobs {\"data\":{\"list\":[\"text\",{\"_placeholder\":true,\"num\":0}]}}");
        assertThat(transport.sent().get(0).arguments().attachments()).containsExactly(whole);
        assertThat(transport.sent().get(1).arguments().attachments()).containsExactly(part);
    }

    @Test
    void makesEntriesOfMapsInRelations() throws Exception {
        Map<String, Object> article = new HashMap<>(Map.of(
                "documentId",
                "doc1",
                "publishedAt",
                "2026-01-01T00:00:00Z",
                "author",
                Map.of("id", 7, "name", "ann", "email", "ann@example.com"),
                "tags",
                List.of(Map.of("id", 1, "name", "x"), 5)));
        reachOf(io.emit("update", ARTICLE, article));

        assertThat(transport.frames())
                .singleElement()
                .satisfies(frame -> assertThat(frame)
                        .contains("\"author\":{\"id\":7,\"documentId\":\"7\",\"name\":\"ann\"}")
                        .contains("\"tags\":[{\"id\":1,\"documentId\":\"1\",\"name\":\"x\"}]"));
    }

    @Test
    void tellsWhatIsWrongWithAnArgument() {
        assertThatThrownBy(() -> io.emit("update", "api::nothing.nothing", Map.of("id", 1)))
                .hasMessageContaining("there is no content type 'api::nothing.nothing'")
                .hasMessageContaining(ARTICLE);
        assertThatThrownBy(() -> io.emit("two words", ARTICLE, Map.of("id", 1))).hasMessageContaining("'two words'");
        assertThatThrownBy(() -> io.emit("update", ARTICLE, Map.of("title", "x")))
                .hasMessageContaining("needs an 'id' or a 'documentId'");
        assertThatThrownBy(() -> io.emit("update", ARTICLE, 5)).hasMessageContaining("java.lang.Integer");
        assertThatThrownBy(() -> io.raw("connect", 1)).hasMessageContaining("reserved");
        assertThatThrownBy(() -> io.raw("x", new Object())).hasMessageContaining("java.lang.Object");
    }

    /** A mistake shows when it is made, and not when the first client comes. */
    @Test
    void tellsWhatIsWrongThoughNobodyListens() throws Exception {
        attendance.left(editor);

        assertThatThrownBy(() -> io.emit("update", ARTICLE, Map.of("title", "x")))
                .hasMessageContaining("needs an 'id' or a 'documentId'");
        assertThatThrownBy(() -> io.emit("update", ARTICLE, List.of(5))).hasMessageContaining("java.lang.Integer");
        assertThat(reachOf(io.emit("update", Blog.AUTHOR, new Author("ann")))).isEqualTo(Reach.NOBODY);
        assertThat(log.journal().head()).isEqualTo(Position.BEGINNING);
    }

    /** Promise 5: a client that has lost its connection is told of it when it comes back. */
    @Test
    void keepsWhatNobodyHearsForThoseWhoAreAway() throws Exception {
        rules = rules(true);
        log.reconfigure(new Retention(10, 1_000_000, Duration.ofMinutes(1)));
        attendance.left(editor);

        assertThat(reachOf(io.emit("featured", ARTICLE, published(1, "One")))).isEqualTo(Reach.NOBODY);

        assertThat(log.journal().after(Position.BEGINNING, 10).orElseThrow())
                .singleElement()
                .satisfies(kept ->
                        assertThat(kept.event().change().action().name()).isEqualTo("featured"));
    }

    @Test
    void leavesAnEmissionToTheTransactionItBelongsTo() {
        host.inTransaction = true;
        CompletionStage<Reach> reach = io.emit("update", ARTICLE, published(1, "One"));

        assertThat(transport.sent()).isEmpty();
        assertThat(reach.toCompletableFuture()).isNotDone();
        assertThat(host.pending)
                .singleElement()
                .satisfies(announcement ->
                        assertThat(announcement.change().action()).isEqualTo(Action.UPDATE));
    }

    @Test
    void sendsRawDataToEverybodyOrToCustomRooms() throws Exception {
        reachOf(io.raw("news", Map.of("n", 1)));
        reachOf(io.raw(RawRequest.of("offer", 5).rooms("vip", "premium").envelope(Envelope.BARE)));

        assertThat(transport.frames()).containsExactly("news {\"data\":{\"n\":1}}", "offer 5");
        assertThat(transport.sent().get(0).audience().rooms()).isEmpty();
        assertThat(transport.sent().get(1).audience().rooms())
                .containsExactlyInAnyOrder(new Room(Room.Kind.CUSTOM, "vip"), new Room(Room.Kind.CUSTOM, "premium"));
    }

    /** B2: raw data loses sensitive names too, unless the caller says otherwise; the caller's object stays as it is. */
    @Test
    void leavesSensitiveNamesOutOfRawData() throws Exception {
        Map<String, Object> data = new HashMap<>(Map.of("userPassword", "p"));
        reachOf(io.raw("a", data));
        reachOf(io.raw(RawRequest.of("b", data).unfiltered()));

        assertThat(transport.frames()).containsExactly("a {\"data\":{}}", "b {\"data\":{\"userPassword\":\"p\"}}");
        assertThat(data).containsOnlyKeys("userPassword");
    }

    /** B34: one shape, whatever sent it. */
    @Test
    void usesOneEnvelopeForEveryMethod() throws Exception {
        reachOf(io.emit(EmitRequest.of("update", Blog.TAG, Map.of("id", 1)).envelope(Envelope.BARE)));
        reachOf(io.raw(RawRequest.of("x", Map.of("id", 1)).envelope(Envelope.BARE)));

        assertThat(transport.frames()).containsExactly("tag:update {\"id\":1,\"documentId\":\"1\"}", "x {\"id\":1}");
    }

    @Test
    void doesNotEmitWhatOnlyAChangeOfSightIs() {
        assertThatThrownBy(() -> EmitRequest.of("enter", ARTICLE, Map.of("id", 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("'enter' cannot be emitted");
    }
}
