package dev.pluginio.transport.socketio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pluginio.transport.socketio.limit.Fragments;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameEncoder;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What another's encoder writes, masked, in fragments, with pings between, is read as it was, wherever the network cuts it. */
class FrameReaderTest {

    private static final int MOST = 200_000;
    private static final int[] SIZES = {0, 1, 5, 125, 126, 127, 300, 65_535, 65_536, 70_000};

    private final List<String> read = new ArrayList<>();
    private int waiting;

    private final class Recorder extends FrameReader {
        @Override
        int most() {
            return MOST;
        }

        @Override
        boolean mayBeCompressed() {
            return false;
        }

        @Override
        boolean counted() {
            return true;
        }

        @Override
        Fragments gather(boolean text, boolean compressed) {
            waiting++;
            return new Fragments(text, compressed, () -> waiting--);
        }

        @Override
        void message(boolean text, boolean compressed, byte[] payload) {
            read.add(told(text ? "text" : "binary", payload));
        }

        @Override
        void control(int opcode, byte[] payload) {
            read.add(told("control " + opcode, payload));
        }

        @Override
        void refused(WebSocketCloseStatus status) {
            read.add("refused " + status.code());
        }
    }

    private static String told(String kind, byte[] payload) {
        return kind + " " + HexFormat.of().formatHex(payload);
    }

    static LongStream seeds() {
        return LongStream.concat(LongStream.range(0, 60), new Random().longs(60)); // a failure names its seed
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void isReadAsItWasWritten(long seed) {
        Random random = new Random(seed);
        List<String> written = new ArrayList<>();
        EmbeddedChannel peer = new EmbeddedChannel(new WebSocket13FrameEncoder(true));
        for (int i = 1 + random.nextInt(4); i > 0; i--) {
            write(random, peer, written);
        }
        EmbeddedChannel reader = new EmbeddedChannel(new Recorder());

        ByteBuf all = everything(peer);
        while (all.isReadable()) {
            int piece = random.nextInt(3) == 0 ? 1 + random.nextInt(9) : 1 + random.nextInt(100_000);
            reader.writeInbound(all.readRetainedSlice(Math.min(piece, all.readableBytes())));
        }
        all.release();

        assertThat(read).isEqualTo(written);
        assertThat(waiting).as("messages that are still waited for").isZero();
        reader.finishAndReleaseAll();
        peer.finishAndReleaseAll();
    }

    /** A message, whole or in fragments with pings between them. */
    private static void write(Random random, EmbeddedChannel peer, List<String> written) {
        boolean text = random.nextBoolean();
        byte[] payload = bytes(random, SIZES[random.nextInt(SIZES.length)]);
        int at = 0;
        boolean first = true;
        while (first || at < payload.length) {
            int end = random.nextInt(3) == 0 ? at + random.nextInt(payload.length - at + 1) : payload.length;
            send(peer, frame(text, first, end == payload.length, Unpooled.copiedBuffer(payload, at, end - at)));
            if (end < payload.length && random.nextBoolean()) {
                byte[] ping = bytes(random, random.nextInt(126));
                send(peer, new PingWebSocketFrame(Unpooled.wrappedBuffer(ping)));
                written.add(told("control " + FrameReader.PING, ping));
            }
            first = false;
            at = end;
        }
        written.add(told(text ? "text" : "binary", payload));
    }

    private static WebSocketFrame frame(boolean text, boolean first, boolean last, ByteBuf part) {
        if (!first) {
            return new ContinuationWebSocketFrame(last, 0, part);
        }
        return text ? new TextWebSocketFrame(last, 0, part) : new BinaryWebSocketFrame(last, 0, part);
    }

    private static void send(EmbeddedChannel peer, WebSocketFrame frame) {
        assertThat(peer.writeOutbound(frame)).isTrue();
    }

    private static byte[] bytes(Random random, int size) {
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        return bytes;
    }

    private static ByteBuf everything(EmbeddedChannel peer) {
        ByteBuf all = Unpooled.buffer();
        for (ByteBuf part = peer.readOutbound(); part != null; part = peer.readOutbound()) {
            all.writeBytes(part);
            part.release();
        }
        return all;
    }
}
