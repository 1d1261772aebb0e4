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
        return Intake.most(session);
    }

    @Override
    boolean mayBeCompressed() {
        return deflating;
    }

    @Override
    boolean counted() {
        return isWithinLimits(0);
    }

    @Override
    Fragments gather(boolean text, boolean compressed) {
        Loop.Timer timer = session.loop()
                .after(
                        session.settings().limits().requestTimeout().toMillis(),
                        () -> broken(Violation.ofLimit("fragments in time")));
        return new Fragments(text, compressed, timer::stop);
    }

    @Override
    void message(boolean text, boolean compressed, byte[] payload) {
        try {
            byte[] message = compressed ? inflated(payload) : payload;
            if (!text) {
                binary(message);
            } else if (ByteBufUtil.isText(Unpooled.wrappedBuffer(message), StandardCharsets.UTF_8)) {
                text(message);
            } else {
                broken(new Violation("text is not UTF-8"));
            }
        } catch (Violation e) {
            broken(e);
        }
    }

    private void text(byte[] message) throws Violation {
        Upgrade upgrade = session.upgrade();
        if (isCarrier()) {
            Intake.text(session, message);
        } else if (upgrade != null) {
            upgrade.text(this, message);
        }
    }

    private void binary(byte[] message) throws Violation {
        if (isCarrier()) {
            Intake.binary(session, message);
        } else {
            turnAway(new Violation("attachment on a WebSocket that carries no session"));
        }
    }

    /** Whether it carries the session, and is not about to. */
    private boolean isCarrier() {
        return session.outlet().link() == this;
    }

    private byte[] inflated(byte[] payload) throws Violation {
        // work to inflate, even if little comes of it
        Intake.weigh(session, payload.length);
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
        boolean counted = isWithinLimits(payload.length);
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

    /** Counts a control frame or a fragment; false if there were too many of them. */
    private boolean isWithinLimits(int size) {
        try {
            Intake.measure(session, size);
            return true;
        } catch (Violation e) {
            broken(e);
            return false;
        }
    }

    private void broken(Violation violation) {
        if (isCarrier()) {
            session.violated(violation);
        } else {
            turnAway(violation);
        }
        if (!channel().isActive()) {
            cut();
        }
    }

    /** Cuts it off: it does not carry the session, and whoever does goes on. */
    void turnAway(Violation violation) {
        session.tell(violation);
        cut();
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
        Upgrade upgrade = session.upgrade();
        if (isCarrier()) {
            session.close("transport close", Session.Farewell.NONE);
            session.terminate();
        } else if (upgrade != null) {
            upgrade.gone(this);
        }
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
