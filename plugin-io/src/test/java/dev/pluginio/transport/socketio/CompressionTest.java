package dev.pluginio.transport.socketio;

import static dev.pluginio.transport.socketio.RawHttp.request;
import static dev.pluginio.transport.socketio.RunningTransport.next;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pluginio.transport.TransportSettings;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is compressed, for whom, and that nobody can make much of little. */
class CompressionTest extends TransportTesting {

    private static final String EXTENSION = "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n";
    private static final String LARGE = "\"" + "tide ".repeat(1_000) + "\"";
    private static final String LARGE_PACKET = "42[\"x\"," + LARGE + "]";

    CompressionTest() {
        super(RunningTransport.with(
                new TransportSettings.Compression(OptionalInt.of(1024), OptionalInt.of(1024)), null));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "none",
            value = {
                "gzip | gzip",
                "deflate | deflate",
                "gzip, deflate, br | gzip",
                "deflate, gzip;q=0.5 | deflate",
                "GZIP ;q=0.3, br | gzip",
                "* | gzip",
                "*;q=0.1, gzip;q=0 | deflate",
                "gzip;q=0, deflate;q=0.000 | none",
                "identity | none",
                "br | none",
                "gzip;q=2 | none",
                "none | none",
            })
    void compressesLargePollsForClientsThatAcceptIt(@Nullable String accepted, @Nullable String coding)
            throws IOException, InterruptedException {
        String session = raw.session();
        raw.send("POST", session, "40");
        raw.get(session);
        io.send("x", LARGE);
        try (var http = new RawHttp(io.port())) {
            String header = accepted == null ? "" : "Accept-Encoding: " + accepted + "\r\n";
            RawHttp.Answer polled = http.ask(request("GET", "/socket.io/?" + session, header, ""));

            assertThat(polled.headers().get("content-encoding")).isEqualTo(coding);
            assertThat(plain(polled.bytes(), coding)).isEqualTo(LARGE_PACKET);
            if (coding != null) {
                assertThat(polled.bytes()).hasSizeLessThan(200);
                assertThat(polled.headers()).containsEntry("vary", "accept-encoding");
            }
            io.send("x", "1");
            RawHttp.Answer small = http.ask(request("GET", "/socket.io/?" + session, "Accept-Encoding: gzip\r\n", ""));
            assertThat(small.headers()).doesNotContainKey("content-encoding");
            assertThat(small.body()).isEqualTo("42[\"x\",1]");
        }
    }

    @Test
    void compressesNoWebSocketUnlessConfiguredAndOffered() throws Exception {
        try (var plain = new RunningTransport()) {
            var client = RawClient.Connection.with(plain.port(), EXTENSION);
            assertThat(client.head()).doesNotContain("permessage-deflate");
        }
        assertThat(raw.open().head()).doesNotContain("permessage-deflate");
        RawClient.Connection client = RawClient.Connection.with(io.port(), EXTENSION);
        assertThat(client.head())
                .containsIgnoringCase("sec-websocket-extensions: permessage-deflate; server_no_context_takeover;"
                        + " client_no_context_takeover\r\n");
    }

    @Test
    void compressesLargeMessagesOnceForAllThatWantItAndSmallOnesForNobody() throws Exception {
        List<RawClient.Connection> compressing = List.of(entered(EXTENSION), entered(EXTENSION));
        RawClient.Connection plain = entered("");
        await().until(() -> io.recorder.connected.size() == 3);
        for (int round = 0; round < 3; round++) {
            io.send("x", LARGE);
            io.send("x", "1");
            for (RawClient.Connection client : compressing) {
                byte[] message = next(client.compressed);
                assertThat(message).hasSizeLessThan(200);
                assertThat(inflated(message)).isEqualTo(LARGE_PACKET);
                assertThat(client.next()).isEqualTo("42[\"x\",1]");
            }
            assertThat(plain.next()).isEqualTo(LARGE_PACKET);
            assertThat(plain.next()).isEqualTo("42[\"x\",1]");
        }
        assertThat(plain.compressed).isEmpty();
    }

    @Test
    void inflatesWhatClientsCompress() throws Exception {
        RawClient.Connection client = entered(EXTENSION);
        var random = new Random(7);
        for (int size : List.of(0, 1, 125, 20_000, 400_000)) {
            String text = random.ints(size, 'a', 'z')
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString();
            client.sendCompressed(deflated(("42[\"x\",\"" + text + "\"]").getBytes(StandardCharsets.UTF_8)));
            assertThat(next(io.recorder.received).arguments()).containsExactly(text);
            client.send("42[\"plain\"]");
            assertThat(next(io.recorder.received).event()).isEqualTo("plain");
        }
        client.sendCompressed(finished("42[\"x\",1]".getBytes(StandardCharsets.UTF_8)));
        assertThat(next(io.recorder.received).arguments()).containsExactly(1);
    }

    @Test
    void endsConnectionsWhoseMessageInflatesToMoreThanTheyMaySend() throws Exception {
        RawClient.Connection client = entered(EXTENSION);
        byte[] bomb = new byte[100_000_000];
        Arrays.fill(bomb, (byte) ' ');
        client.sendCompressed(deflated(bomb));

        client.awaitClosed();
        assertThat(io.counts.violated).containsExactly("message inflates to more than may be sent");
    }

    @Test
    void endsConnectionsWhoseMessageCannotBeInflated() throws Exception {
        RawClient.Connection client = entered(EXTENSION);
        client.sendCompressed(new byte[] {(byte) 0xFF, 1, 2, 3});
        client.awaitClosed();
        assertThat(io.counts.violated).containsExactly("message cannot be inflated");

        RawClient.Connection notAgreed = entered("");
        notAgreed.sendCompressed(deflated("42[\"x\"]".getBytes(StandardCharsets.UTF_8)));
        notAgreed.awaitClosed();
        assertThat(io.recorder.received).isEmpty();
    }

    /** Each is work for an event loop, and together they are nothing that limits of bytes would notice. */
    @Test
    void endsConnectionsWhoseMessageConsistsOfVeryManyStreams() throws Exception {
        byte[] empty = {3, 0};
        var streams = new ByteArrayOutputStream();
        for (int i = 0; i < 1_100; i++) {
            streams.writeBytes(empty);
        }
        RawClient.Connection client = entered(EXTENSION);
        client.sendCompressed(streams.toByteArray());

        client.awaitClosed();
        assertThat(io.counts.violated).containsExactly("message cannot be inflated");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "none",
            value = {
                "permessage-deflate | permessage-deflate; server_no_context_takeover; client_no_context_takeover",
                "permessage-deflate; client_max_window_bits=\"9\" | permessage-deflate; server_no_context_takeover;"
                        + " client_no_context_takeover",
                "permessage-deflate;server_max_window_bits=15 | permessage-deflate; server_no_context_takeover;"
                        + " client_no_context_takeover; server_max_window_bits=15",
                "permessage-deflate; server_max_window_bits=10 | none",
                "permessage-deflate; server_max_window_bits=10, permessage-deflate | permessage-deflate;"
                        + " server_no_context_takeover; client_no_context_takeover",
                "permessage-deflate; server_no_context_takeover=1 | none",
                "permessage-deflate; client_no_context_takeover; client_no_context_takeover | none",
                "permessage-deflate; client_max_window_bits=16 | none",
                "permessage-deflate; unknown | none",
                "x-webkit-deflate-frame | none",
                "'' | none",
            })
    void agreesToOffersThatFitAll(String offer, @Nullable String answer) {
        var headers = new DefaultHttpHeaders();
        headers.set("Sec-WebSocket-Extensions", offer);

        assertThat(PerMessageDeflate.agree(headers)).isEqualTo(answer);
        assertThat(PerMessageDeflate.agree(new DefaultHttpHeaders())).isNull();
    }

    private RawClient.Connection entered(String headers) throws Exception {
        RawClient.Connection client = RawClient.Connection.with(io.port(), headers);
        client.next();
        client.send("40");
        client.next();
        return client;
    }

    private static String plain(byte[] body, @Nullable String coding) throws IOException {
        InputStream in = new ByteArrayInputStream(body);
        if (coding != null) {
            in = coding.equals("gzip") ? new GZIPInputStream(in) : new InflaterInputStream(in);
        }
        try (InputStream plain = in) {
            return new String(plain.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String inflated(byte[] message) throws Exception {
        byte[] whole = Arrays.copyOf(message, message.length + 4);
        whole[message.length + 2] = (byte) 0xFF;
        whole[message.length + 3] = (byte) 0xFF;
        var inflater = new Inflater(true);
        try {
            inflater.setInput(whole);
            byte[] plain = new byte[LARGE_PACKET.length() + 1];
            return new String(plain, 0, inflater.inflate(plain), StandardCharsets.UTF_8);
        } finally {
            inflater.end();
        }
    }

    private static byte[] deflated(byte[] plain) {
        var deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
        try {
            deflater.setInput(plain);
            byte[] out = new byte[plain.length + 1_000];
            int length = deflater.deflate(out, 0, out.length, Deflater.SYNC_FLUSH);
            return Arrays.copyOf(out, length - 4);
        } finally {
            deflater.end();
        }
    }

    /** A message whose last block says that it is the last, as the specification permits. */
    private static byte[] finished(byte[] plain) {
        var deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
        try {
            deflater.setInput(plain);
            deflater.finish();
            byte[] out = new byte[plain.length + 1_000];
            return Arrays.copyOf(out, deflater.deflate(out) + 1);
        } finally {
            deflater.end();
        }
    }
}
