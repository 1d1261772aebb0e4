package dev.pluginio.session.handlers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.pluginio.api.access.AuthRequest;
import dev.pluginio.api.access.AuthStrategy;
import dev.pluginio.api.access.Authentication;
import dev.pluginio.api.access.Principal;
import dev.pluginio.api.access.Role;
import dev.pluginio.api.realtime.ClientEvent;
import dev.pluginio.api.realtime.ConnectionHandler;
import dev.pluginio.api.realtime.EventHandler;
import dev.pluginio.api.realtime.IoSocket;
import dev.pluginio.api.realtime.RealtimeException;
import dev.pluginio.api.realtime.Reply;
import dev.pluginio.testing.RecordingClient;
import dev.pluginio.testing.TestHandlers;
import dev.pluginio.transport.Room;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What plugins are called for, in which order, and what becomes of those that do not behave. */
class HandlersTest {

    private static final Principal NOBODY = new Principal.Public(new Role("public", "Public"));
    private static final String FAILED = "{\"success\":false,\"error\":\"internal error\"}";
    private static final String TIMEOUT = "{\"success\":false,\"error\":\"the handler took too long\"}";
    private static final String BUSY = "{\"success\":false,\"error\":\"busy\"}";

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final Counts counts = new Counts();
    private final List<String> answers = new CopyOnWriteArrayList<>();
    private final List<String> log = new CopyOnWriteArrayList<>();
    private Handlers handlers = TestHandlers.with(timer);

    @AfterEach
    void stop() {
        handlers.close();
        timer.shutdownNow();
    }

    private static final class Counts implements HandlerObserver {
        private final AtomicInteger handled = new AtomicInteger();
        private final AtomicInteger failed = new AtomicInteger();
        private final AtomicInteger timedOut = new AtomicInteger();
        private final AtomicInteger busy = new AtomicInteger();

        @Override
        public void handled() {
            handled.incrementAndGet();
        }

        @Override
        public void handlerFailed() {
            failed.incrementAndGet();
        }

        @Override
        public void handlerTimedOut() {
            timedOut.incrementAndGet();
        }

        @Override
        public void handlerBusy() {
            busy.incrementAndGet();
        }
    }

    private void limitedTo(Duration timeout, int waiting) {
        handlers.close();
        handlers = TestHandlers.with(
                new Handlers.Settings(timeout, 2, waiting, 10_000, 10_000, Duration.ZERO), timer, counts);
    }

    /** What a handler does. */
    private interface Step {
        Reply handle(ClientEvent event) throws Exception;
    }

    private static EventHandler on(String event, Step step) {
        return new EventHandler() {
            @Override
            public Set<String> events() {
                return Set.of(event);
            }

            @Override
            public Reply handle(ClientEvent received) throws Exception {
                return step.handle(received);
            }
        };
    }

    private void offer(EventHandler... events) {
        handlers.offer(List.of(Offer.of("test", (Object[]) events)));
    }

    private Lane arrive(RecordingClient client) {
        return handlers.arrived(client, () -> NOBODY, "", Map.of());
    }

    private Lane arrive() {
        return arrive(new RecordingClient("/", "x"));
    }

    private boolean ask(Lane lane, String event, Object... arguments) {
        return handlers.received(lane, event, List.of(arguments), given -> answers.add(RecordingClient.text(given)));
    }

    private void answered(String... expected) {
        await().untilAsserted(() -> assertThat(answers).containsExactly(expected));
    }

    @Test
    void answersWithWhatTheHandlerReplies() {
        offer(
                on("bare", event -> Reply.bare(event.arguments().toArray())),
                on("more", event -> Reply.success(Map.of("room", "x"))),
                on("good", event -> Reply.success()),
                on("bad", event -> Reply.failure("no such room")),
                on("none", event -> Reply.none()));
        Lane lane = arrive();

        for (String event : List.of("bare", "more", "good", "bad", "none", "bare")) {
            assertThat(ask(lane, event, 1, "two", List.of(true))).isTrue();
        }

        answered(
                "1 \"two\" [true]",
                "{\"success\":true,\"room\":\"x\"}",
                "{\"success\":true}",
                "{\"success\":false,\"error\":\"no such room\"}",
                "1 \"two\" [true]");
    }

    @Test
    void doesNotKnowEventsThatNobodyHandlesInThatNamespace() {
        offer(on("known", event -> Reply.success()));

        assertThat(ask(arrive(), "unknown")).isFalse();
        assertThat(ask(arrive(new RecordingClient("/custom", "x")), "known")).isFalse();
    }

    @Test
    void tellsHandlersWhoTheClientIsAndWhatItSent() {
        List<Object> seen = new CopyOnWriteArrayList<>();
        offer(on("hello", event -> {
            seen.addAll(List.of(
                    event.name(),
                    event.arguments(),
                    String.valueOf(event.argument(7)),
                    event.isReplyExpected(),
                    event.socket().principal(),
                    event.socket().namespace(),
                    event.socket().auth()));
            return Reply.none();
        }));

        handlers.received(arrive(), "hello", List.of(1), null);

        await().untilAsserted(() ->
                assertThat(seen).containsExactly("hello", List.of(1), "null", false, NOBODY, "/", Map.of()));
    }

    @Test
    void callsForOneClientOneAfterTheOtherInTheOrderInWhichItSent() {
        AtomicInteger running = new AtomicInteger();
        offer(
                on("slow", event -> {
                    log.add("slow " + event.argument(0) + " beside " + running.getAndIncrement());
                    new CountDownLatch(1).await(5, TimeUnit.MILLISECONDS);
                    running.decrementAndGet();
                    return Reply.none();
                }),
                on("fast", event -> {
                    log.add("fast " + event.argument(0) + " beside " + running.get());
                    return Reply.none();
                }));
        Lane lane = arrive();
        List<String> expected = new ArrayList<>();

        for (int i = 0; i < 40; i++) {
            ask(lane, "slow", i);
            ask(lane, "fast", i);
            expected.addAll(List.of("slow " + i + " beside 0", "fast " + i + " beside 0"));
        }

        await().untilAsserted(() -> assertThat(log).containsExactlyElementsOf(expected));
    }

    @Test
    void doesNotLetOneClientWaitForAnother() {
        CountDownLatch others = new CountDownLatch(1);
        offer(on("wait", event -> Reply.bare(others.await(10, TimeUnit.SECONDS))), on("go", event -> {
            others.countDown();
            return Reply.none();
        }));

        ask(arrive(), "wait");
        ask(arrive(), "go");

        answered("true");
    }

    @Test
    void answersAnErrorWhenAHandlerThrowsAndGoesOn() {
        limitedTo(Duration.ofSeconds(10), 100);
        offer(
                on("bad", event -> {
                    throw new IllegalStateException("secret detail");
                }),
                on("worse", event -> {
                    throw new StackOverflowError();
                }),
                on("null", event -> null),
                on("late", event -> Reply.later(CompletableFuture.failedFuture(new IllegalStateException("secret")))),
                on("unwritable", event -> Reply.bare(new Object())),
                on("good", event -> Reply.success()));
        Lane lane = arrive();

        for (String event : List.of("bad", "worse", "null", "late", "unwritable", "good")) {
            ask(lane, event);
        }

        answered(FAILED, FAILED, FAILED, FAILED, FAILED, "{\"success\":true}");
        assertThat(counts.failed).hasValue(5);
    }

    @Test
    void interruptsAHandlerThatTakesTooLongAndGoesOn() {
        limitedTo(Duration.ofSeconds(1), 100);
        offer(
                on("hang", event -> {
                    try {
                        new CountDownLatch(1).await();
                    } catch (InterruptedException e) {
                        log.add("interrupted");
                        throw e;
                    }
                    return Reply.success();
                }),
                on("good", event -> Reply.success()));
        Lane lane = arrive();

        ask(lane, "hang");
        ask(lane, "good");

        answered(TIMEOUT, "{\"success\":true}");
        await().untilAsserted(() -> assertThat(log).containsExactly("interrupted"));
        assertThat(counts.timedOut).hasValue(1);
        assertThat(counts.failed).hasValue(0);
    }

    /** Both threads of the plugin are lost for good; its clients are told, and other plugins do not notice. */
    @Test
    void isNotHeldUpByHandlersThatCannotBeInterrupted() {
        limitedTo(Duration.ofSeconds(1), 100);
        CountDownLatch end = new CountDownLatch(1);
        EventHandler stubborn = on("stubborn", event -> {
            while (end.getCount() > 0) {
                try {
                    end.await();
                } catch (InterruptedException e) {
                    log.add("does not care");
                }
            }
            return Reply.success();
        });
        handlers.offer(List.of(Offer.of("bad", stubborn), Offer.of("good", on("good", event -> Reply.success()))));
        Lane lane = arrive();

        for (int i = 0; i < 4; i++) {
            ask(arrive(), "stubborn");
        }
        ask(lane, "stubborn");
        ask(lane, "good");

        await().untilAsserted(() -> assertThat(answers)
                .containsExactlyInAnyOrder(TIMEOUT, TIMEOUT, TIMEOUT, TIMEOUT, TIMEOUT, "{\"success\":true}"));
        end.countDown();
    }

    @Test
    void turnsEventsAwayWhenTooManyWaitOfOneClient() {
        limitedTo(Duration.ofSeconds(10), 3);
        CountDownLatch go = new CountDownLatch(1);
        offer(on("wait", event -> Reply.bare(event.argument(0), go.await(10, TimeUnit.SECONDS))));
        Lane lane = arrive();

        for (int i = 0; i < 6; i++) {
            ask(lane, "wait", i);
        }

        answered(BUSY, BUSY);
        go.countDown();
        answered(BUSY, BUSY, "0 true", "1 true", "2 true", "3 true");
        assertThat(counts.busy).hasValue(2);
    }

    /** A client that sends large events faster than they are handled costs bounded memory. */
    @Test
    void turnsEventsAwayWhenWhatWaitsOfOneClientIsTooLarge() {
        limitedTo(Duration.ofSeconds(10), 100);
        CountDownLatch go = new CountDownLatch(1);
        offer(on("wait", event -> Reply.bare(go.await(10, TimeUnit.SECONDS))));
        Lane lane = arrive();

        ask(lane, "wait", "runs");
        ask(lane, "wait", Map.of("large", new byte[20_000]));
        ask(lane, "wait", "x".repeat(5_000));
        ask(lane, "wait", "small");

        answered(BUSY, BUSY);
        go.countDown();
        answered(BUSY, BUSY, "true", "true");
        ask(lane, "wait", "x".repeat(4_000));
        answered(BUSY, BUSY, "true", "true", "true");
    }

    @Test
    void repliesLaterWithoutHoldingUpWhatFollows() {
        CompletableFuture<Reply> later = new CompletableFuture<>();
        offer(on("later", event -> Reply.later(later)), on("now", event -> Reply.bare("now")));
        Lane lane = arrive();

        ask(lane, "later");
        ask(lane, "now");
        answered("\"now\"");
        later.complete(Reply.bare("later"));

        answered("\"now\"", "\"later\"");
    }

    @Test
    void answersAnErrorWhenALaterReplyDoesNotCome() {
        limitedTo(Duration.ofSeconds(1), 100);
        CompletableFuture<Reply> never = new CompletableFuture<>();
        offer(on("later", event -> Reply.later(never)));

        ask(arrive(), "later");
        answered(TIMEOUT);
        never.complete(Reply.success());

        answered(TIMEOUT);
        assertThat(counts.timedOut).hasValue(1);
    }

    /** B2: whatever sends leaves sensitive names out, unless it is told not to. */
    @Test
    void leavesSensitiveNamesOutUnlessAskedNotTo() {
        RecordingClient client = new RecordingClient("/", "x");
        Map<String, Object> data = Map.of("password", "p");
        offer(
                on("all", event -> {
                    event.socket().emit("filtered", data);
                    event.socket().unfiltered().emit("whole", data);
                    return Reply.bare(data);
                }),
                on("whole", event -> Reply.bare(data).unfiltered()));
        Lane lane = arrive(client);

        ask(lane, "all");
        ask(lane, "whole");

        answered("{}", "{\"password\":\"p\"}");
        assertThat(client.heard()).containsExactly("filtered {}", "whole {\"password\":\"p\"}");
    }

    @Test
    void sendsBinaryDataWhereverItStands() {
        RecordingClient client = new RecordingClient("/", "x");
        byte[] first = {1, 2};
        byte[] second = {3};
        offer(on("go", event -> {
            event.socket().emit("binary", first, Map.of("deep", List.of(second)));
            first[0] = 9;
            return Reply.none();
        }));

        ask(arrive(client), "go");

        await().until(() -> client.attachments().size() == 2);
        assertThat(client.heard())
                .containsExactly(
                        "binary {\"_placeholder\":true,\"num\":0}" + " {\"deep\":[{\"_placeholder\":true,\"num\":1}]}");
        assertThat(client.attachments()).containsExactly(new byte[] {1, 2}, new byte[] {3});
    }

    @Test
    void givesTheAnswerOfAClientOrWhyThereIsNone() {
        RecordingClient client = new RecordingClient("/", "x");
        client.answers(CompletableFuture.completedFuture(List.of(1, "two")));
        offer(
                on("ask", event -> {
                    List<Object> answer = event.socket()
                            .emitWithAck(Duration.ofSeconds(1), "question", 42)
                            .toCompletableFuture()
                            .get();
                    return Reply.bare(answer.toArray());
                }),
                on(
                        "askNobody",
                        event -> Reply.later(event.socket()
                                .emitWithAck(Duration.ofSeconds(1), "question")
                                .handle((answer, failure) ->
                                        Reply.bare(failure instanceof RealtimeException, failure.getMessage())))));

        ask(arrive(client), "ask");
        answered("1 \"two\"");
        ask(arrive(), "askNobody");

        answered("1 \"two\"", "true \"the client has gone\"");
        assertThat(client.heard()).containsExactly("question 42");
    }

    @Test
    void refusesNamesAndValuesThatCannotBeSent() {
        HandlerSocket socket = socket(new RecordingClient("/", "x"));

        assertThatThrownBy(() -> socket.emit("connect")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> socket.emit(" ")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> socket.emit("x", new Object())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> socket.emitWithAck(Duration.ZERO, "x")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> socket.join("")).isInstanceOf(IllegalArgumentException.class);
    }

    private HandlerSocket socket(RecordingClient client) {
        Guest guest = new Guest(Offer.of("test"), handlers, Executors.defaultThreadFactory(), 0);
        return new HandlerSocket(arrive(client), guest, false);
    }

    /** B5: a name means a custom room, whatever it is. */
    @Test
    void joinsCustomRoomsOnly() {
        RecordingClient client = new RecordingClient("/", "x");
        client.join(new Room(Room.Kind.ROLE, "1"));
        HandlerSocket socket = socket(client);

        assertThat(socket.join("1")).isTrue();
        assertThat(socket.join("premium")).isTrue();
        socket.leave("1");

        assertThat(socket.rooms()).containsExactly("premium");
        assertThat(client.rooms())
                .containsExactlyInAnyOrder(new Room(Room.Kind.ROLE, "1"), new Room(Room.Kind.CUSTOM, "premium"));
    }

    /** Keeps what it hears. */
    private ConnectionHandler listener(String name) {
        return new ConnectionHandler() {
            @Override
            public void connected(IoSocket socket) {
                log.add(name + " connected " + socket.isConnected());
            }

            @Override
            public void disconnected(IoSocket socket, String reason) {
                log.add(name + " disconnected " + reason);
            }
        };
    }

    private static Offer listening(String plugin, ConnectionHandler listener, EventHandler... events) {
        List<Object> all = new ArrayList<>(List.of(events));
        all.add(listener);
        return new Offer(plugin, all);
    }

    @Test
    void tellsOfAClientBeforeItsEventsAndOfItsEndAfterThem() {
        EventHandler event = on("event", received -> {
            log.add("event " + received.argument(0));
            return Reply.none();
        });
        handlers.offer(List.of(listening("a", listener("a"), event)));
        Lane lane = arrive();

        ask(lane, "event", 1);
        ask(lane, "event", 2);
        handlers.left(lane, "transport close");

        await().untilAsserted(() -> assertThat(log)
                .containsExactly("a connected true", "event 1", "event 2", "a disconnected transport close"));
    }

    @Test
    void tellsAPluginThatStartsLaterOfTheClientsThatAreThere() {
        Offer first = listening("a", listener("a"));
        handlers.offer(List.of(first));
        Lane lane = arrive();
        arrive(new RecordingClient("/elsewhere", "x"));

        handlers.offer(List.of(first, listening("b", listener("b"))));
        handlers.left(lane, "ping timeout");

        await().untilAsserted(() -> assertThat(log)
                .containsExactly(
                        "a connected true",
                        "b connected true",
                        "a disconnected ping timeout",
                        "b disconnected ping timeout"));
    }

    @Test
    void callsNothingOfAPluginThatHasStopped() {
        CountDownLatch never = new CountDownLatch(1);
        handlers.offer(List.of(listening(
                "a", listener("a"), on("wait", event -> Reply.bare(never.await(20, TimeUnit.SECONDS))))));
        Lane lane = arrive();
        ask(lane, "wait");
        ask(lane, "wait");
        await().untilAsserted(() -> assertThat(log).hasSize(1));

        handlers.offer(List.of());
        assertThat(ask(lane, "wait")).isFalse();
        handlers.left(lane, "transport close");

        await().untilAsserted(() -> assertThat(answers)
                .containsExactlyInAnyOrder(FAILED, "{\"success\":false,\"error\":\"the handler is gone\"}"));
        assertThat(log).containsExactly("a connected true");
    }

    @Test
    void leavesAnEventToTheFirstWhoWantsItAndItsOwnEventsToNobody() {
        handlers.offer(List.of(
                Offer.of("a", on("event", event -> Reply.bare("a"))),
                Offer.of("b", on("event", event -> Reply.bare("b")), on("join-room", event -> Reply.bare("b")))));

        assertThat(ask(arrive(), "event")).isTrue();
        assertThat(ask(arrive(), "join-room")).isFalse();

        answered("\"a\"");
    }

    @Test
    void answersItsOwnEventsInEveryNamespaceHoweverPluginsComeAndGo() {
        handlers.own(List.of(on("get-rooms", event -> Reply.bare("own"))));
        offer(on("get-rooms", event -> Reply.bare("plugin")), on("event", event -> Reply.bare("plugin")));
        Lane lane = arrive(new RecordingClient("/custom", "x"));

        assertThat(ask(lane, "get-rooms")).isTrue();
        answered("\"own\"");
        handlers.offer(List.of());

        assertThat(ask(lane, "get-rooms")).isTrue();
        answered("\"own\"", "\"own\"");
        assertThat(ask(lane, "event")).isFalse();
    }

    @Test
    void passesOverAHandlerThatCannotTellItsEvents() {
        EventHandler broken = new EventHandler() {
            @Override
            public Set<String> events() {
                throw new IllegalStateException("broken");
            }

            @Override
            public Reply handle(ClientEvent event) {
                return Reply.none();
            }
        };
        offer(broken, on("good", event -> Reply.success()));

        ask(arrive(), "good");

        answered("{\"success\":true}");
    }

    @Test
    void showsThePayloadOfTheHandshakeToThePluginThatAdmittedTheClientAlone() {
        handlers.offer(List.of(
                Offer.of("a", on("a", event -> Reply.bare(event.socket().auth()))),
                Offer.of("b", on("b", event -> Reply.bare(event.socket().auth())))));
        Lane lane = handlers.arrived(new RecordingClient("/", "x"), () -> NOBODY, "a", Map.of("name", "ann"));

        ask(lane, "a");
        ask(lane, "b");

        answered("{\"name\":\"ann\"}", "{}");
    }

    /** However many come and go while handlers are slow: whoever was told of a client is told that it has left. */
    @Test
    void tellsOfAllWhoComeAndGoHoweverLongThatTakes() {
        handlers.close();
        handlers = TestHandlers.with(
                new Handlers.Settings(Duration.ofMillis(400), 1, 0, 10_000, 0, Duration.ZERO), timer, counts);
        CountDownLatch go = new CountDownLatch(1);
        handlers.offer(List.of(listening("a", new ConnectionHandler() {
            @Override
            public void connected(IoSocket socket) throws Exception {
                go.await(100, TimeUnit.MILLISECONDS);
                log.add("connected " + socket.id());
            }

            @Override
            public void disconnected(IoSocket socket, String reason) {
                log.add("disconnected " + socket.id());
            }
        })));
        List<RecordingClient> clients = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            RecordingClient client = new RecordingClient("/", "x");
            clients.add(client);
            handlers.left(arrive(client), "transport close");
        }

        await().untilAsserted(() -> assertThat(log).hasSize(20));
        assertThat(clients).allSatisfy(client -> {
            assertThat(log).containsSubsequence("connected " + client.id(), "disconnected " + client.id());
            assertThat(client.isReconnecting()).isFalse();
        });
    }

    /** The plugin stops between the turn of an event and the call for it. */
    @Test
    void answersAnEventWhosePluginStopsJustBeforeTheCall() {
        EventHandler handler = on("event", event -> Reply.success());
        Guest guest = new Guest(Offer.of("test", handler), handlers, Executors.defaultThreadFactory(), 0);
        Bound<EventHandler> bound = guest.all(Point.EVENTS).get(0);
        Handling handling =
                new Handling(arrive(), bound, "event", List.of(), given -> answers.add(RecordingClient.text(given)));
        bound.letGo();

        handling.run();

        answered("{\"success\":false,\"error\":\"the handler is gone\"}");
    }

    @Test
    void asksAnExtensionOnceWhatItIsFor() {
        AtomicInteger asked = new AtomicInteger();
        EventHandler counting = new EventHandler() {
            @Override
            public Set<String> events() {
                return Set.of("event" + asked.getAndIncrement());
            }

            @Override
            public Reply handle(ClientEvent event) {
                return Reply.success();
            }
        };
        Offer first = Offer.of("a", counting);

        handlers.offer(List.of(first));
        handlers.offer(List.of(first, Offer.of("b")));

        assertThat(asked).hasValue(1);
        assertThat(ask(arrive(), "event0")).isTrue();
    }

    @Test
    void goesOnWithOthersWhenAnExtensionAnswersWithAnError() {
        EventHandler broken = new EventHandler() {
            @Override
            public Set<String> events() {
                throw new StackOverflowError();
            }

            @Override
            public Reply handle(ClientEvent event) {
                return Reply.none();
            }
        };

        offer(broken, on("good", event -> Reply.success()));

        assertThat(ask(arrive(), "good")).isTrue();
    }

    private static AuthRequest request() {
        return new AuthRequest() {
            @Override
            public String namespace() {
                return "/";
            }

            @Override
            public Map<String, Object> auth() {
                return Map.of();
            }

            @Override
            public InetSocketAddress remoteAddress() {
                return new InetSocketAddress(0);
            }

            @Override
            public Authentication anonymous() {
                return new Authentication.Admitted(NOBODY);
            }
        };
    }

    private static AuthStrategy strategy(Function<AuthRequest, Authentication> decision) {
        return new AuthStrategy() {
            @Override
            public String name() {
                return "test";
            }

            @Override
            public CompletionStage<Authentication> authenticate(AuthRequest untrusted) {
                return CompletableFuture.completedStage(decision.apply(untrusted));
            }
        };
    }

    private CompletableFuture<Optional<Verdict>> authenticate() {
        return handlers.authenticate("test", request()).toCompletableFuture();
    }

    private static void hang() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void asksAStrategyAgainAfterItHungOnAllItsThreads() {
        limitedTo(Duration.ofMillis(500), 100);
        AtomicBoolean hangs = new AtomicBoolean(true);
        handlers.offer(List.of(Offer.of("test", strategy(untrusted -> {
            if (hangs.get()) {
                hang();
            }
            return untrusted.anonymous();
        }))));

        List<CompletableFuture<Optional<Verdict>>> first = List.of(authenticate(), authenticate(), authenticate());
        first.forEach(verdict -> await().untilAsserted(() -> assertThat(verdict).isCompletedExceptionally()));
        hangs.set(false);

        assertThat(authenticate()).succeedsWithin(Duration.ofSeconds(5));
    }

    @Test
    void refusesToAskAStrategyThatTooManyWaitFor() {
        handlers.close();
        handlers = TestHandlers.with(
                new Handlers.Settings(Duration.ofSeconds(10), 1, 100, 10_000, 2, Duration.ZERO), timer, counts);
        handlers.offer(List.of(Offer.of("test", strategy(untrusted -> {
            hang();
            return untrusted.anonymous();
        }))));

        List<CompletableFuture<Optional<Verdict>>> asked = List.of(authenticate(), authenticate(), authenticate());

        assertThat(authenticate()).isCompletedExceptionally();
        assertThat(asked).noneMatch(CompletableFuture::isDone);
        handlers.offer(List.of());
        asked.forEach(verdict -> await().untilAsserted(() -> assertThat(verdict).isCompletedExceptionally()));
    }

    @Test
    void asksAStrategyWhileHandlersKeepTheirThreadsBusy() {
        limitedTo(Duration.ofSeconds(10), 100);
        handlers.offer(List.of(Offer.of(
                "test",
                on("hang", event -> {
                    hang();
                    return Reply.none();
                }),
                strategy(AuthRequest::anonymous))));
        for (int i = 0; i < 4; i++) {
            ask(arrive(), "hang");
        }

        assertThat(authenticate()).succeedsWithin(Duration.ofSeconds(5));
    }

    @Test
    void takesANullArrayForOneNull() {
        RecordingClient client = new RecordingClient("/", "x");
        offer(on("null", event -> Reply.bare((Object[]) null)));

        socket(client).emit("x", (Object[]) null);
        ask(arrive(), "null");

        assertThat(client.heard()).containsExactly("x null");
        answered("null");
    }

    @Test
    void doesNotLetAnAnswerChangeWhetherItIsASuccess() {
        offer(on("event", event -> Reply.success(Map.of("success", "no"))));

        ask(arrive(), "event");

        answered("{\"success\":true}");
        assertThatThrownBy(() -> Reply.later(null)).hasMessageContaining("Reply.none()");
    }

    /** Official clients close the connection when they find such a map in a message with binary data. */
    @Test
    void refusesAMapThatClientsWouldTakeForBinaryData() {
        RecordingClient client = new RecordingClient("/", "x");
        HandlerSocket socket = socket(client);
        Map<String, Object> forged = Map.of("deep", List.of(Map.of("_placeholder", true, "num", 7)));

        assertThatThrownBy(() -> socket.emit("x", forged, new byte[1]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("_placeholder");
        assertThatThrownBy(() -> socket.emit("x", new byte[1], forged)).isInstanceOf(IllegalArgumentException.class);
        socket.emit("alone", Map.of("_placeholder", true));
        socket.emit("beside", Map.of("_placeholder", false), new byte[1]);

        assertThat(client.heard()).hasSize(2);
    }

    @Test
    void takesTheLongestTimeoutThereIs() {
        RecordingClient client = new RecordingClient("/", "x");

        socket(client).emitWithAck(Duration.ofSeconds(Long.MAX_VALUE), "question");

        assertThat(client.heard()).containsExactly("question");
    }
}
