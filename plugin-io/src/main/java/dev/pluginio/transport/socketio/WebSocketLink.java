package dev.pluginio.transport.socketio;

import dev.pluginio.transport.socketio.limit.Fragments;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrameDecoder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A WebSocket that carries, or is about to carry, a session that lives on the same event loop. */
final class WebSocketLink extends FrameReader implements WebSocketFrameDecoder {

    private static final ByteBufAllocator BYTES = PooledByteBufAllocator.DEFAULT;

    private final Session session;
    private final boolean deflating;
    private @Nullable ChannelHandlerContext place;
    private boolean saidGoodbye;

    /**
     * Takes over the channel to which it is added.
     *
     * @param deflating whether messages may be compressed
     */
    WebSocketLink(Session session, boolean deflating) {
        if (!session.loop().inLoop()) {
            throw new IllegalStateException("a WebSocket lives on the event loop of its session");
        }
        this.session = session;
        this.deflating = deflating;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        place = ctx;
    }

    /** Where to write what is encoded already. */
    private ChannelHandlerContext exit() {
        if (place == null) {
            throw new IllegalStateException("not yet on a channel");
        }
        return place;
    }

    private Channel channel() {
        return exit().channel();
    }

    // ---- what goes -----------------------------------------------------------------------------------------------

    boolean isWritable() {
        return channel().isWritable();
    }

    void write(Frame frame) {
        ByteBuf bytes = deflating ? frame.deflated(BYTES, deflateFrom()) : frame.webSocket(BYTES);
        exit().write(bytes, exit().voidPromise());
    }

    /** How large a message must be to be compressed. */
    private int deflateFrom() {
        return session.settings().compression().webSocket().orElse(Integer.MAX_VALUE);
    }

    void flush() {
        exit().flush();
    }

    /** Whether something was written and flushed that the network has not taken. */
    boolean hasBacklog() {
        ChannelOutboundBuffer waiting = channel().unsafe().outboundBuffer();
        return waiting != null && waiting.totalPendingWriteBytes() > 0;
    }

    /** Closes the channel now, with all that waits on it: not even TLS gets to say goodbye behind it. */
    void abort() {
        abort(channel());
    }

    static void abort(Channel channel) {
        ChannelHandlerContext first = channel.pipeline().firstContext();
        if (first == null) {
            channel.close();
        } else {
            first.close();
        }
    }

    /** Runs a task when all that was written up to now has gone, or cannot go any more. */
    void whenGone(Runnable task) {
        exit().writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(written -> task.run());
    }

    /** Starts the closing handshake, once; the client's answer closes the channel. */
    void sayGoodbye() {
        if (!saidGoodbye) {
            saidGoodbye = true;
            exit().write(Control.close(WebSocketCloseStatus.NORMAL_CLOSURE), exit().voidPromise());
        }
    }

    /**
     * Closes the channel when all has been written, without the closing handshake: the official Java client takes the
     * handshake's first half for nothing and stays until its ping times out.
     */
    void hangUp() {
        if (!saidGoodbye) {
            saidGoodbye = true;
            exit().write(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        }
    }

    /** Closes the channel now. */
    void cut() {
        channel().close();
    }

    // ---- what comes ----------------------------------------------------------------------------------------------

    @Override
    int most() {
        return session.intake().most();
    }

    @Override
    boolean mayBeCompressed() {
        return deflating;
    }

    @Override
    boolean counted() {
        return session.webSockets().control(this, 0);
    }

    @Override
    Fragments gather(boolean text, boolean compressed) {
        return session.webSockets().gather(this, text, compressed);
    }

    @Override
    void message(boolean text, boolean compressed, byte[] payload) {
        try {
            byte[] message = compressed ? inflated(payload) : payload;
            if (!text) {
                session.webSockets().binary(this, message);
            } else if (ByteBufUtil.isText(Unpooled.wrappedBuffer(message), StandardCharsets.UTF_8)) {
                session.webSockets().text(this, message);
            } else {
                session.webSockets().broken(this, new Violation("text is not UTF-8"));
            }
        } catch (Violation e) {
            session.webSockets().broken(this, e);
        }
    }

    private byte[] inflated(byte[] payload) throws Violation {
        // work to inflate, even if little comes of it
        session.intake().weigh(payload.length);
        return Deflation.ofThread().inflate(payload, most());
    }

    @Override
    void control(int opcode, byte[] payload) {
        if (opcode == CLOSE) {
            sayGoodbye();
            flush();
            cut();
            return;
        }
        // a client that does not read its answers gets none
        boolean counted = session.webSockets().control(this, payload.length);
        if (opcode == PING && counted && isWritable()) {
            exit().writeAndFlush(Control.pong(payload), exit().voidPromise());
        }
    }

    @Override
    void refused(WebSocketCloseStatus status) {
        if (!saidGoodbye) {
            saidGoodbye = true;
            exit().writeAndFlush(Control.close(status)).addListener(ChannelFutureListener.CLOSE);
        }
        boolean tooLarge = status.equals(WebSocketCloseStatus.MESSAGE_TOO_BIG);
        broken(new Violation(tooLarge ? "payload too large" : "WebSocket frame refused"));
    }

    private void broken(Violation violation) {
        session.webSockets().broken(this, violation);
        if (!channel().isActive()) {
            cut();
        }
    }

    // ---- what becomes of the channel -----------------------------------------------------------------------------

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (isWritable()) {
            session.loop().dirty(session);
        }
        ctx.fireChannelWritabilityChanged();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        session.webSockets().gone(this);
        ctx.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof IOException) {
            cut(); // the connection broke, which is nobody's mistake
        } else {
            broken(new Violation("WebSocket frame refused"));
        }
    }
}
