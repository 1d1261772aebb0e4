package dev.pluginio.session.handlers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pluginio.api.access.Principal;
import dev.pluginio.api.access.Role;
import dev.pluginio.api.realtime.ClientEvent;
import dev.pluginio.api.realtime.ConnectionHandler;
import dev.pluginio.api.realtime.EventHandler;
import dev.pluginio.api.realtime.IoSocket;
import dev.pluginio.api.realtime.Reply;
import dev.pluginio.testing.RecordingClient;
import dev.pluginio.testing.TestCaller;
import dev.pluginio.testing.TestHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;

/** Handlers of plugins, and clients that call them. */
abstract class HandlersTesting {

    static final Principal NOBODY = new Principal.Public(new Role("public", "Public"));
    static final String FAILED = "{\"success\":false,\"error\":\"internal error\"}";
    static final String TIMEOUT = "{\"success\":false,\"error\":\"the handler took too long\"}";
    static final String BUSY = "{\"success\":false,\"error\":\"busy\"}";
    final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    final Counts counts = new Counts();
    final List<String> answers = new CopyOnWriteArrayList<>();
    final List<String> log = new CopyOnWriteArrayList<>();
    Handlers handlers = TestHandlers.with(timer);

    @AfterEach
    void stop() {
        handlers.close();
        timer.shutdownNow();
    }

    static final class Counts implements HandlerObserver {
        final AtomicInteger handled = new AtomicInteger();
        final AtomicInteger failed = new AtomicInteger();
        final AtomicInteger timedOut = new AtomicInteger();
        final AtomicInteger busy = new AtomicInteger();

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

    void limitedTo(Duration timeout, int waiting) {
        handlers.close();
        handlers = TestHandlers.with(
                new Handlers.Settings(timeout, 2, waiting, 10_000, 10_000, Duration.ZERO), timer, counts);
    }

    /** What a handler does. */
    interface Step {
        Reply handle(ClientEvent event) throws Exception;
    }

    static EventHandler on(String event, Step step) {
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

    void offer(EventHandler... events) {
        handlers.offer(List.of(Offer.of("test", (Object[]) events)));
    }

    Lane arrive(RecordingClient client) {
        return handlers.arrived(new TestCaller(client, NOBODY));
    }

    Lane arrive() {
        return arrive(new RecordingClient("/", "x"));
    }

    boolean ask(Lane lane, String event, Object... arguments) {
        return handlers.received(lane, event, List.of(arguments), given -> answers.add(RecordingClient.text(given)));
    }

    void answered(String... expected) {
        await().untilAsserted(() -> assertThat(answers).containsExactly(expected));
    }

    /** Keeps what it hears. */
    ConnectionHandler listener(String name) {
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

    static Offer listening(String plugin, ConnectionHandler listener, EventHandler... events) {
        List<Object> all = new ArrayList<>(List.of(events));
        all.add(listener);
        return new Offer(plugin, all);
    }

    HandlerSocket socket(RecordingClient client) {
        Guest guest = new Guest(Offer.of("test"), handlers, Executors.defaultThreadFactory(), 0);
        return new HandlerSocket(arrive(client), guest, false);
    }

    static void hang() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
