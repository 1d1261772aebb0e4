package dev.pluginio.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pluginio.access.AccessCache;
import dev.pluginio.access.Exposures;
import dev.pluginio.access.PermissionRule;
import dev.pluginio.api.access.Principal;
import dev.pluginio.api.access.Role;
import dev.pluginio.api.realtime.Answers;
import dev.pluginio.api.realtime.Envelope;
import dev.pluginio.api.realtime.IoService;
import dev.pluginio.api.realtime.RawRequest;
import dev.pluginio.api.realtime.Reach;
import dev.pluginio.api.realtime.Room;
import dev.pluginio.api.realtime.SocketInfo;
import dev.pluginio.delivery.Attendance;
import dev.pluginio.delivery.Audiences;
import dev.pluginio.delivery.DeliverySettings;
import dev.pluginio.delivery.Rules;
import dev.pluginio.delivery.Shape;
import dev.pluginio.log.Announcement;
import dev.pluginio.log.EventLog;
import dev.pluginio.log.LogObserver;
import dev.pluginio.log.Offsets;
import dev.pluginio.log.memory.MemoryEventLog;
import dev.pluginio.testing.Blog;
import dev.pluginio.testing.NoTransactions;
import dev.pluginio.testing.RecordingClient;
import dev.pluginio.testing.RecordingTransport;
import dev.pluginio.testing.TablePolicy;
import dev.pluginio.transport.Client;
import dev.pluginio.transport.Emission;
import dev.pluginio.transport.NoAnswerException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What trusted code asks for single clients, rooms and namespaces. */
class SocketsTest {

    private static final Principal ANN = new Principal.User("u1", "Ann", new Role("r1", "Editor"), Optional.empty());

    private final RecordingTransport transport = new RecordingTransport();
    private final RecordingClient ann = transport.add(new RecordingClient("/", ANN));
    private final RecordingClient bob = transport.add(new RecordingClient("/", ANN));
    private final RecordingClient admin = transport.add(new RecordingClient("/admin", ANN));
    private final EventLog log = new MemoryEventLog(
            MemoryEventLog.Settings.defaults(),
            new Offsets(new SecureRandom()),
            Clock.systemUTC(),
            Executors.defaultThreadFactory(),
            LogObserver.NONE);
    private final List<Emission> retained = new CopyOnWriteArrayList<>();
    private final Map<String, Consumer<Client>> absences = new HashMap<>();
    private final Absent absent = new Absent() {
        @Override
        public boolean leave(String socketId, dev.pluginio.transport.Room room) {
            return absences.computeIfPresent(socketId, (id, before) -> client -> client.leave(room)) != null;
        }

        @Override
        public boolean end(String socketId, Consumer<Client> goodbye) {
            return absences.computeIfPresent(socketId, (id, before) -> goodbye) != null;
        }
    };
    private final IoService io = service();

    private IoService service() {
        Exposures exposures =
                new Exposures(Blog.CATALOG, List.of(Blog.articles(PermissionRule.FIND)), PermissionRule.FIND);
        Rules rules = Rules.of(new DeliverySettings(Envelope.DATA, Shape.FLAT, List.of("password")), exposures);
        AccessCache access = new AccessCache(new TablePolicy(), System::nanoTime);
        log.start(new EventLog.Reader() {
            @Override
            public void next(Announcement announcement, dev.pluginio.api.event.ContentEvent event) {}

            @Override
            public void gap() {}
        });
        return new RealtimeService(
                () -> rules,
                new Audiences(() -> rules, access, new Attendance()),
                new NoTransactions(),
                log,
                transport,
                emission -> {
                    retained.add(emission);
                    return emission;
                },
                id -> transport.find(id).map(client -> (Principal) client.attachment()),
                absent,
                null,
                CompletableFuture::new,
                Runnable::run);
    }

    @AfterEach
    void stop() {
        log.close();
    }

    private static <T> T got(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(60, TimeUnit.SECONDS);
    }

    @Test
    void putsAClientIntoARoomAndTakesItOut() throws Exception {
        assertThat(io.joinRoom(ann.id(), "premium")).isTrue();
        assertThat(got(io.getSocketsInRoom("premium")))
                .containsExactly(new SocketInfo(ann.id(), "/", ANN, java.util.Set.of("premium")));
        assertThat(io.leaveRoom(ann.id(), "premium")).isTrue();
        assertThat(got(io.getSocketsInRoom("premium"))).isEmpty();
    }

    /** What is done for one that is away waits for it. */
    @Test
    void takesWhoIsAwayOutOfRoomsAndSendsItAway() throws Exception {
        absences.put("away", client -> {});
        assertThat(io.leaveRoom("away", "premium")).isTrue();
        io.joinRoom(ann.id(), "premium");
        absences.get("away").accept(ann);
        assertThat(got(io.getSocketsInRoom("premium"))).isEmpty();

        assertThat(io.disconnectSocket("away", "Closed")).isTrue();
        absences.get("away").accept(ann);
        assertThat(got(log.afterAppended(ann::isPresent))).isFalse();
        assertThat(ann.heard())
                .singleElement()
                .asString()
                .contains("session:closed")
                .contains("Closed");

        assertThat(io.leaveRoom("nobody", "premium")).isFalse();
        assertThat(io.disconnectSocket("nobody")).isFalse();
    }

    @Test
    void tellsWhoAClientIs() throws Exception {
        io.joinRoom(ann.id(), "premium");
        SocketInfo info = got(io.getSocketsInRoom("premium")).get(0);

        assertThat(info.userId()).contains("u1");
        assertThat(info.role()).map(Role::name).contains("Editor");
        assertThat(new SocketInfo("x", "/", new Principal.Public(new Role("p", "Public")), java.util.Set.of()).userId())
                .isEmpty();
    }

    @Test
    void answersFalseForAClientThatIsNotThere() throws Exception {
        assertThat(io.joinRoom("nobody", "premium")).isFalse();
        assertThat(io.leaveRoom("nobody", "premium")).isFalse();
        assertThat(io.disconnectSocket("nobody", "why")).isFalse();
        assertThat(got(io.sendPrivateMessage("nobody", "hello", 1))).isEqualTo(Reach.NOBODY);
        assertThat(got(io.broadcast("nobody", "hello", 1))).isEqualTo(Reach.NOBODY);
    }

    /** B5: the name of a room that the plugin itself keeps means a custom room of that name, and no other. */
    @Test
    void takesAnyNameForThatOfACustomRoom() throws Exception {
        ann.join(dev.pluginio.transport.Room.of(new Role("r1", "Editor")));
        ann.join(dev.pluginio.transport.Room.user("u1"));

        for (String name : List.of("r1", "ROLE:r1", "user:u1", "u1", ann.id())) {
            assertThat(got(io.to(name).emit("x", 1)).sockets()).isZero();
        }
        assertThat(got(io.to(Room.role("r1")).emit("x", 1)).sockets()).isEqualTo(1);
        assertThat(got(io.raw(RawRequest.of("x", 1).rooms(Room.user("u1")))).sockets())
                .isEqualTo(1);
        assertThat(io.server().rooms()).containsOnly(Map.entry(Room.role("r1"), 1), Map.entry(Room.user("u1"), 1));
    }

    @Test
    void sendsToOneClientOfWhateverNamespace() throws Exception {
        assertThat(got(io.sendPrivateMessage(admin.id(), "hello", Map.of("password", "p", "n", 1))))
                .isEqualTo(new Reach(1, 1));
        got(io.sendPrivateMessage(
                ann.id(),
                RawRequest.of("hello", Map.of("password", "p"))
                        .envelope(Envelope.BARE)
                        .unfiltered()));

        assertThat(admin.heard()).containsExactly("hello {\"data\":{\"n\":1}}");
        assertThat(ann.heard()).containsExactly("hello {\"password\":\"p\"}");
        assertThat(bob.heard()).isEmpty();
    }

    @Test
    void broadcastsToAllOfTheSendersNamespaceButTheSender() throws Exception {
        RecordingClient carl = transport.add(new RecordingClient("/", ANN));
        carl.join(dev.pluginio.transport.Room.custom("quiet"));

        assertThat(got(io.broadcast(ann.id(), "typing", 1)).sockets()).isEqualTo(2);
        assertThat(got(io.broadcast(ann.id(), RawRequest.of("typing", 2).rooms("quiet")))
                        .sockets())
                .isEqualTo(1);

        assertThat(ann.heard()).isEmpty();
        assertThat(bob.heard()).containsExactly("typing {\"data\":1}");
        assertThat(carl.heard()).containsExactly("typing {\"data\":1}", "typing {\"data\":2}");
        assertThat(admin.heard()).isEmpty();
    }

    @Test
    void sendsToANamespaceWithOrWithoutItsSlash() throws Exception {
        assertThat(got(io.emitToNamespace("admin", "stats", 1)).sockets()).isEqualTo(1);
        assertThat(got(io.emitToNamespace("/admin", "stats", 2)).sockets()).isEqualTo(1);
        got(io.namespaces().get("admin").envelope(Envelope.BARE).emit("stats", 3));

        assertThat(admin.heard()).containsExactly("stats {\"data\":1}", "stats {\"data\":2}", "stats 3");
        assertThat(ann.heard()).isEmpty();
        assertThat(io.namespaces().names()).containsExactly("/", "/admin");
    }

    @Test
    void tellsWhichNamespacesThereAre() {
        assertThatThrownBy(() -> io.emitToNamespace("chat", "x", 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("there is no namespace 'chat'; there are /, /admin");
        assertThatThrownBy(() -> io.namespaces().get("/adm")).hasMessageContaining("'/adm'");
    }

    @Test
    void narrowsAnAudienceStepByStepAndKeepsEachStep() throws Exception {
        RecordingClient carl = transport.add(new RecordingClient("/", ANN));
        List.of(ann, bob, carl).forEach(client -> io.joinRoom(client.id(), "chat"));
        io.joinRoom(bob.id(), "muted");
        var chat = io.to("chat", "other");
        var heard = chat.except("muted");

        assertThat(got(heard.emit("message", 1)).sockets()).isEqualTo(2);
        assertThat(got(heard.exceptSockets(carl.id()).emit("message", 2)).sockets())
                .isEqualTo(1);
        assertThat(got(chat.emit("message", 3)).sockets()).isEqualTo(3);
        assertThat(got(io.except("chat").emit("message", 4)).sockets()).isZero();
        assertThat(got(io.to("muted").to("chat").sockets())).hasSize(3);

        assertThat(ann.heard()).containsExactly("message {\"data\":1}", "message {\"data\":2}", "message {\"data\":3}");
        assertThat(bob.heard()).containsExactly("message {\"data\":3}");
    }

    @Test
    void marksWhatMayBeDropped() throws Exception {
        got(io.server().droppable().emit("position", 1));
        got(io.raw(RawRequest.of("position", 2).droppable()));
        got(io.raw("position", 3));

        assertThat(transport.sent())
                .extracting(emission -> emission.isDroppable())
                .containsExactly(true, true, false);
    }

    @Test
    void marksWhatIsKeptForThoseWhoComeBack() throws Exception {
        RawRequest kept = RawRequest.of("x", 1).retained();
        got(io.raw(kept));
        got(io.raw(kept.droppable()));
        got(io.to("vip").retained().emit("x", 2));
        got(io.broadcast(ann.id(), kept));

        assertThat(retained).hasSize(3);
        assertThat(List.of(kept.droppable().isRetained(), kept.rooms("vip").isRetained()))
                .containsExactly(false, true);
        assertThat(kept.droppable().retained().isDroppable()).isFalse();
    }

    @Test
    void givesTheAnswerOfEachAndTellsWhoGaveNone() throws Exception {
        ann.answers(CompletableFuture.completedFuture(List.of("yes", 1)));
        bob.answers(CompletableFuture.failedFuture(new NoAnswerException("no answer in time")));

        Answers answers = got(io.server().timeout(Duration.ofSeconds(1)).emitWithAck("ready?", "now"));

        assertThat(answers.given()).containsOnly(Map.entry(ann.id(), List.of("yes", 1)));
        assertThat(answers.missing()).containsExactly(bob.id());
        assertThat(answers.isComplete()).isFalse();
        assertThat(ann.heard()).containsExactly("ready? {\"data\":\"now\"}");
        assertThat(got(io.to("nobody").emitWithAck("ready?", 1))).isEqualTo(Answers.NONE);
    }

    @Test
    void tellsAClientWhyItIsSentAwayAfterWhatItWasSentBefore() throws Exception {
        io.sendPrivateMessage(ann.id(), "warning", 1);

        assertThat(io.disconnectSocket(ann.id(), "Violation of terms")).isTrue();
        got(io.raw("later", 1));

        assertThat(ann.heard())
                .containsExactly(
                        "warning {\"data\":1}",
                        "session:closed {\"code\":\"disconnected\",\"reason\":\"Violation of terms\"}");
        assertThat(ann.isPresent()).isFalse();
    }

    @Test
    void sendsAClientAwayThoughTheLogIsClosed() {
        log.close();

        assertThat(io.disconnectSocket(ann.id())).isTrue();
        assertThat(ann.isPresent()).isFalse();
    }

    @Test
    void sendsEverythingBehindWhatWasCommittedBefore() throws Exception {
        CountDownLatch busy = new CountDownLatch(1);
        log.afterAppended(() -> {
            try {
                return busy.await(10, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        List<CompletionStage<?>> sent = List.of(
                io.sendPrivateMessage(ann.id(), "a", 1),
                io.broadcast(bob.id(), "b", 1),
                io.emitToNamespace("/", "c", 1),
                io.to(Room.custom("none")).to(Room.user("none")).emitWithAck("d", 1),
                io.server().emit("e", 1));

        assertThat(ann.heard()).isEmpty();
        busy.countDown();
        for (CompletionStage<?> stage : sent) {
            got(stage);
        }
        assertThat(ann.heard()).extracting(frame -> frame.substring(0, 1)).containsExactly("a", "b", "c", "e");
    }

    @Test
    void tellsWhoIsThere() {
        io.joinRoom(ann.id(), "vip");

        assertThat(io.server().size()).isEqualTo(2);
        assertThat(io.server().socket(ann.id()).orElseThrow().rooms()).containsExactly("vip");
        assertThat(io.server().socket(admin.id())).isEmpty();
        assertThat(io.namespaces().get("admin").socket(admin.id())).isPresent();
        assertThat(io.server().rooms()).containsExactly(Map.entry(Room.custom("vip"), 1));
    }

    @Test
    void tellsWhatIsWrongWithACall() {
        assertThatThrownBy(() -> io.joinRoom(ann.id(), " ")).hasMessageContaining("' ' cannot name a room");
        assertThatThrownBy(() -> io.joinRoom(ann.id(), "x".repeat(201)))
                .hasMessageContaining("201 characters cannot name a room");
        assertThatThrownBy(() -> io.leaveRoom(ann.id(), "a\nb")).hasMessageContaining("'a?b' cannot name a room");
        assertThatThrownBy(() -> io.to(new String[0])).hasMessageContaining("needs a room");
        assertThatThrownBy(() -> RawRequest.of("x", 1).rooms(new String[0])).hasMessageContaining("needs a room");
        assertThatThrownBy(() ->
                        io.sendPrivateMessage(ann.id(), RawRequest.of("x", 1).rooms("vip")))
                .hasMessageContaining("goes to one client");
        assertThatThrownBy(() ->
                        io.sendPrivateMessage(ann.id(), RawRequest.of("x", 1).retained()))
                .hasMessageContaining("'x' cannot be retained");
        assertThatThrownBy(() -> io.to("vip").retained().emitWithAck("x", 1)).hasMessageContaining("retained");
        assertThatThrownBy(() -> io.broadcast(ann.id(), "disconnect", 1)).hasMessageContaining("reserved");
        assertThatThrownBy(() -> io.server().timeout(Duration.ZERO)).hasMessageContaining("at least a millisecond");
        assertThatThrownBy(() -> io.server().emit("x", new Object())).hasMessageContaining("java.lang.Object");
    }
}
