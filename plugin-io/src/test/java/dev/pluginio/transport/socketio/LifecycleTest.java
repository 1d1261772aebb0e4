package dev.pluginio.transport.socketio;

import static dev.pluginio.transport.socketio.RunningTransport.admitted;
import static dev.pluginio.transport.socketio.RunningTransport.next;
import static dev.pluginio.transport.socketio.RunningTransport.settings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.pluginio.transport.Admission;
import dev.pluginio.transport.Audience;
import dev.pluginio.transport.Client;
import dev.pluginio.transport.Emission;
import dev.pluginio.transport.Handshake;
import dev.pluginio.transport.TransportException;
import dev.pluginio.transport.TransportObserver;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.internal.InternalThreadLocalMap;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Start, stop, and what is left afterwards. */
class LifecycleTest {

    @Test
    void namesTheAddressThatIsTakenAndLeavesNothingBehind() throws Exception {
        Set<Thread> before = threads();
        try (var taken = new ServerSocket(0)) {
            var transport = new SocketIoTransport(
                    settings(taken.getLocalPort(), 1_000_000), TransportObserver.NONE, System::nanoTime);
            assertThatThrownBy(() -> transport.start(new RunningTransport.Recorder()))
                    .isInstanceOf(TransportException.class)
                    .hasMessageContaining("127.0.0.1:" + taken.getLocalPort())
                    .hasMessageContaining("socket.serverOptions");
            transport.close();
        }
        // the thread that closes it ends a moment after it has said so
        await().pollInSameThread()
                .untilAsserted(() -> assertThat(newSince(before)).isEmpty());
    }

    @Test
    void namesAHostThatDoesNotExist() {
        var defaults = settings();
        var nowhere = defaults.withAddress("host.invalid", 0);
        var transport = new SocketIoTransport(nowhere, TransportObserver.NONE, System::nanoTime);

        assertThatThrownBy(() -> transport.start(new RunningTransport.Recorder()))
                .isInstanceOf(TransportException.class)
                .hasMessageContaining("host.invalid:0");
        transport.close();
    }

    @Test
    void freesItsPortAndAllThreadsWhileClientsAreConnected() throws Exception {
        Set<Thread> before = threads();
        int port;
        RawClient raw;
        try (var io = new RunningTransport()) {
            port = io.port();
            raw = new RawClient(port);
            RawClient.Connection entered = raw.enter();
            raw.open();
            String polling = raw.session();
            raw.send("POST", polling, "40");
            raw.get(polling);
            var poll = raw.getLater(polling);
            io.send("x", "1");
            assertThat(entered.next()).isEqualTo("42[\"x\",1]");
            assertThat(poll.get().body()).isEqualTo("42[\"x\",1]");
            var lastPoll = raw.getLater(polling);

            long start = System.nanoTime();
            io.transport.close();
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
            io.transport.close();

            entered.awaitClosed();
            // a poll that had reached the transport is told, one that had not finds nobody
            assertThat(lastPoll.handle((answer, failure) -> failure != null
                                    || answer.statusCode() == 400
                                    || answer.body().equals("1"))
                            .get())
                    .isTrue();
            assertThat(next(io.recorder.disconnected)).isEqualTo("server shutting down");
            assertThat(next(io.recorder.disconnected)).isEqualTo("server shutting down");
            assertThat(io.send("x", "1")).isZero();
        }
        // the thread that closes it ends a moment after it has said so
        await().pollInSameThread()
                .untilAsserted(() -> assertThat(newSince(before)).isEmpty());
        try (var again = new RunningTransport(settings(port, 1_000_000))) {
            assertThat(again.port()).isEqualTo(port);
        }
    }

    /**
     * Guards against what netty-socketio does: a stop says no goodbye. By polling, that comes alone: of packets beside it the
     * official client takes no note before it comes back, and would hear them twice.
     */
    @Test
    void deliversWhatWaitsAndTellsItsClientsBeforeItStops() throws Exception {
        try (var io = new RunningTransport()) {
            var raw = new RawClient(io.port());
            RawClient.Connection entered = raw.enter();
            String polling = raw.session();
            try (var http = new RawHttp(io.port())) {
                http.ask(RawHttp.request("POST", "/socket.io/?" + polling, "", "40"));
                http.ask(RawHttp.request("GET", "/socket.io/?" + polling, "", ""));
                await().until(() -> io.recorder.connected.size() == 2);
                String text = "\"" + "x".repeat(500) + "\"";
                io.send("x", text);
                CompletableFuture<Void> closed = CompletableFuture.runAsync(io.transport::close);
                next(io.recorder.disconnected);
                next(io.recorder.disconnected);

                // first of all: a stop waits a second for those who poll
                String waited = http.ask(RawHttp.request("GET", "/socket.io/?" + polling, "", ""))
                        .body();
                String last = http.ask(RawHttp.request("GET", "/socket.io/?" + polling, "", ""))
                        .body();
                assertThat(waited).isEqualTo("42[\"x\"," + text + "]");
                assertThat(last).isEqualTo("1");
                assertThat(entered.next()).hasSize(text.length() + 8);
                entered.awaitClosed();
                closed.get(60, TimeUnit.SECONDS);
            }
        }
    }

    @Test
    void doesNotWaitForClientsThatDoNotTakeWhatWaits() throws Exception {
        try (var io = new RunningTransport()) {
            var raw = new RawClient(io.port());
            String polling = raw.session();
            raw.send("POST", polling, "40");
            raw.get(polling);
            io.send("x", "1");
            long start = System.nanoTime();
            io.transport.close();

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
        }
    }

    @Test
    void canBeClosedByItsOwnListener() throws Exception {
        var closing = new CompletableFuture<SocketIoTransport>();
        var recorder = new RunningTransport.Recorder() {
            @Override
            public void connected(Client client) {
                closing.join().close();
                super.connected(client);
            }
        };
        try (var io = new RunningTransport(settings(), recorder)) {
            closing.complete(io.transport);
            RawClient.Connection client = new RawClient(io.port()).open();
            client.send("40");
            next(recorder.connected);
            client.awaitClosed();
        }
    }

    @Test
    void isStartedOnceAndHasNoAddressBefore() {
        var transport = new SocketIoTransport(settings(), TransportObserver.NONE, System::nanoTime);
        assertThatThrownBy(transport::address).isInstanceOf(IllegalStateException.class);
        transport.start(new RunningTransport.Recorder());
        assertThatThrownBy(() -> transport.start(new RunningTransport.Recorder()))
                .isInstanceOf(IllegalStateException.class);
        transport.close();
        assertThatThrownBy(() -> transport.start(new RunningTransport.Recorder()))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void livesOnWhenTheListenerThrows() throws Exception {
        var recorder = new RunningTransport.Recorder() {
            @Override
            public void connected(Client client) {
                super.connected(client);
                throw new IllegalStateException("test");
            }

            @Override
            public CompletionStage<Admission> connecting(Handshake untrusted) {
                return CompletableFuture.completedFuture(admitted());
            }
        };
        try (var io = new RunningTransport(settings(), recorder)) {
            RawClient.Connection client = new RawClient(io.port()).enter();
            io.send("x", "1");
            assertThat(client.next()).isEqualTo("42[\"x\",1]");
            assertThat(io.counts.failed).hasValue(1);
        }
    }

    @Test
    void isSettledWhenAnEventLoopThatWasHeldUpHasCaughtUp() throws Exception {
        var held = new CompletableFuture<Void>();
        var recorder = new RunningTransport.Recorder() {
            @Override
            public void received(
                    Client client, String event, List<@Nullable Object> all, @Nullable Acknowledgement answer) {
                super.received(client, event, all, answer);
                held.join();
            }
        };
        try (var io = new RunningTransport(settings(), recorder)) {
            RawClient.Connection client = new RawClient(io.port()).enter();
            client.send("42[\"hold\"]");
            next(recorder.received);
            io.send("x", "1");
            CompletableFuture<Void> settled = io.transport.settled().toCompletableFuture();
            var thread = settled.thenApply(nothing -> Thread.currentThread().getName());
            assertThat(settled).isNotDone();
            held.complete(null);

            assertThat(thread.get(60, TimeUnit.SECONDS)).isEqualTo("plugin-io-socket-settled");
            assertThat(client.next()).isEqualTo("42[\"x\",1]");
        }
    }

    @Test
    void isSettledWhileItIsNotOpen() {
        var transport = new SocketIoTransport(settings(), TransportObserver.NONE, System::nanoTime);
        assertThat(transport.settled()).isCompleted();
        transport.start(new RunningTransport.Recorder());
        assertThat(transport.settled()).succeedsWithin(Duration.ofSeconds(60));
        CompletionStage<Void> last = transport.settled();
        transport.close();
        assertThat(last).succeedsWithin(Duration.ofSeconds(60));
        assertThat(transport.settled()).isCompleted();
    }

    /** A thread of the host that kept anything of Netty would keep the plugin's class loader. */
    @Test
    void leavesNothingOfNettyOnTheThreadsThatCallIt() throws Exception {
        var left = new CompletableFuture<Boolean>();
        var host = new Thread(() -> {
            try (var io = new RunningTransport()) {
                RawClient.Connection client = new RawClient(io.port()).enter();
                byte[] argument = "1".getBytes(StandardCharsets.UTF_8);
                io.transport.send(new Emission("x", argument, Audience.everyone("/")));
                client.next();
                Client entered = next(io.recorder.connected);
                entered.join(RunningTransport.EVERYBODY);
                entered.disconnect();
                next(io.recorder.disconnected);
                io.transport.close();
                left.complete(InternalThreadLocalMap.getIfSet() != null);
            } catch (Exception | AssertionError e) {
                left.completeExceptionally(e);
            }
        });
        host.start();

        assertThat(left.get()).isFalse();
    }

    @Test
    void releasesEveryBuffer() throws Exception {
        var appender = new ListAppender<ILoggingEvent>();
        appender.start();
        var logger = (Logger) LoggerFactory.getLogger(ResourceLeakDetector.class);
        logger.addAppender(appender);
        try {
            for (int round = 0; round < 3; round++) {
                try (var io = new RunningTransport()) {
                    var raw = new RawClient(io.port());
                    for (int i = 0; i < 20; i++) {
                        RawClient.Connection client = raw.enter();
                        io.send("x", "\"" + "x".repeat(5_000) + "\"");
                        client.next();
                        String polling = raw.session();
                        raw.send("POST", polling, i % 2 == 0 ? "40" : "nonsense");
                        raw.send("OPTIONS", "EIO=4&transport=websocket", "");
                    }
                }
                System.gc();
            }
        } finally {
            logger.detachAppender(appender);
        }
        assertThat(appender.list).extracting(ILoggingEvent::getFormattedMessage).isEmpty();
    }

    private static Set<Thread> threads() {
        return Thread.getAllStackTraces().keySet();
    }

    private static List<String> newSince(Set<Thread> before) {
        return threads().stream()
                .filter(thread -> !before.contains(thread))
                .map(Thread::getName)
                .filter(name -> !name.startsWith("HttpClient") && !name.contains("Http"))
                .filter(name -> !name.startsWith("ForkJoinPool") && !name.startsWith("CompletableFutureDelay"))
                .collect(Collectors.toList());
    }
}
