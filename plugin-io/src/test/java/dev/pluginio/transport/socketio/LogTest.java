package dev.pluginio.transport.socketio;

import static dev.pluginio.transport.socketio.RunningTransport.settings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.read.ListAppender;
import dev.pluginio.testing.SampleLimits;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What the log tells of clients that are turned away. */
class LogTest {

    private final Logger logger = (Logger) LoggerFactory.getLogger("dev.pluginio.transport");
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeEach
    void listen() {
        logger.setLevel(Level.TRACE);
        logger.setAdditive(false);
        log.start();
        logger.addAppender(log);
    }

    @AfterEach
    void stopListening() {
        logger.detachAppender(log);
        logger.setAdditive(true);
        logger.setLevel(null);
    }

    /** B9, B12: neither addresses nor payloads are told, whatever level is logged. */
    @Test
    void hasALineForEachOfThemAndNothingThatTheySent() throws Exception {
        var limits = new SampleLimits()
                .trustProxy(1)
                .deny("192.0.2.0/24")
                .packets(5)
                .connections(5)
                .requestTimeout(Duration.ofSeconds(1));
        try (var io = new RunningTransport(settings(limits.made()))) {
            int port = io.port();
            String secret = "EIO=4&transport=polling&token=s3cret";
            expect(
                    "the address may not connect",
                    () -> ask(port, BareSocket.get(secret, "X-Forwarded-For: 192.0.2.1")));
            expect("Bad handshake method", () -> ask(port, BareSocket.post(secret, "s3cret")));
            expect("no HTTP within the limits", () -> ask(port, "GET /?s3cret" + "x".repeat(9_000) + "\r\n\r\n"));
            String large = "Content-Length: 99999999";
            expect("payload too large", () -> ask(port, BareSocket.get(secret, large)));
            expect("requests in time", () -> ask(port, "GET /?s3cret"));
            expect("Session ID unknown", () -> ask(port, BareSocket.post(secret + "&sid=s3cret", "s3cret")));
            expect("unknown Engine.IO packet", () -> tell(port, 0x81, "s3cret"));
            expect("within the limits", () -> tell(port, 0x81, "42[\"s3cret\",s3cret"));
            expect("not entered", () -> tell(port, 0x81, "42/s3cret,[\"s3cret\"]"));
            expect("WebSocket frame refused", () -> tell(port, 0x83, "s3cret"));
            expect("packets or bytes a second", () -> {
                try (var socket = BareSocket.entered(port)) {
                    for (int i = 0; i < 120; i++) {
                        socket.insist(BareSocket.frameOf(0x8A, "s3cret".getBytes(StandardCharsets.US_ASCII)));
                    }
                    socket.hearAll();
                }
            });
        }

        assertThat(List.copyOf(log.list))
                .allSatisfy(line -> assertThat(told(line)).doesNotContain("s3cret"));
    }

    @Test
    void hasALineForThoseWhoAreNotThereAnyMore() throws Exception {
        Duration soon = Duration.ofMillis(200);
        Duration late = Duration.ofSeconds(45);
        try (var io = new RunningTransport(settings(0, 1_000_000, soon, soon, late))) {
            expect("ends: ping timeout", () -> listen(io.port()));
        }
        try (var io = new RunningTransport(settings(0, 1_000_000, soon, late, soon))) {
            expect("ends: connect timeout", () -> listen(io.port()));
        }
    }

    private static void listen(int port) throws Exception {
        try (var socket = new BareSocket(port)) {
            socket.say(BareSocket.handshake("EIO=4&transport=websocket")).hearAll();
        }
    }

    private interface Offence {
        void commit() throws Exception;
    }

    private void expect(String line, Offence offence) throws Exception {
        offence.commit();
        await().untilAsserted(() -> assertThat(List.copyOf(log.list)).anySatisfy(told -> {
            assertThat(told.getLevel()).isEqualTo(Level.DEBUG);
            assertThat(told.getFormattedMessage()).contains(line);
        }));
    }

    private static void ask(int port, String request) throws Exception {
        try (var socket = new BareSocket(port)) {
            socket.say(request).hear("\r\n\r\n");
        }
    }

    private static void tell(int port, int head, String message) throws Exception {
        try (var socket = BareSocket.entered(port)) {
            socket.frame(head, message.getBytes(StandardCharsets.US_ASCII)).hearAll();
        }
    }

    private static String told(ILoggingEvent line) {
        Stream<IThrowableProxy> causes =
                Stream.iterate(line.getThrowableProxy(), cause -> cause != null, IThrowableProxy::getCause);
        return line.getFormattedMessage()
                + causes.map(IThrowableProxy::getMessage).toList();
    }
}
