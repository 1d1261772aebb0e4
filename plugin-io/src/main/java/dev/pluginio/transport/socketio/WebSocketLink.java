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
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** A WebSocket that carries, or is about to carry, a session that lives on the same event loop. */
final class WebSocketLink extends ChannelInboundHandlerAdapter {

    /** The largest there is: nothing is compressed. */
    static final int NEVER = Integer.MAX_VALUE;

    private static final int COMPRESSED = 4;
    private static final ByteBufAllocator BYTES = PooledByteBufAllocator.DEFAULT;

    private final Session session;
    private final ChannelHandlerContext exit;
    private final Channel channel;
    private final int deflateFrom;
    private boolean saidGoodbye;

    /**
     * Takes over a channel.
     *
     * @param exit where to write what is encoded already
     * @param deflateFrom how large a message must be to be compressed
     */
    WebSocketLink(Session session, ChannelHandlerContext exit, int deflateFrom) {
        if (!session.loop().inLoop()) {
            throw new IllegalStateException("a WebSocket lives on the event loop of its session");
        }
        this.session = session;
        this.exit = exit;
        this.channel = exit.channel();
        this.deflateFrom = deflateFrom;
    }

    boolean isWritable() {
        return channel.isWritable();
    }

    void write(Frame frame) {
        ByteBuf bytes = deflateFrom == NEVER ? frame.webSocket(BYTES) : frame.deflated(BYTES, deflateFrom);
        exit.write(bytes, exit.voidPromise());
    }

    void flush() {
        exit.flush();
    }

    /** Whether something was written and flushed that the network has not taken. */
    boolean hasBacklog() {
        ChannelOutboundBuffer waiting = channel.unsafe().outboundBuffer();
        return waiting != null && waiting.totalPendingWriteBytes() > 0;
    }

    /** Closes the channel now, with all that waits on it: not even TLS gets to say goodbye behind it. */
    void abort() {
        abort(channel);
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
        exit.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(written -> task.run());
    }

    /** Starts the closing handshake, once; the client's answer closes the channel. */
    void sayGoodbye() {
        if (!saidGoodbye) {
            saidGoodbye = true;
            exit.write(Control.close(WebSocketCloseStatus.NORMAL_CLOSURE), exit.voidPromise());
        }
    }

    /**
     * Closes the channel when all has been written, without the closing handshake: the official Java client takes the
     * handshake's first half for nothing and stays until its ping times out.
     */
    void hangUp() {
        if (!saidGoodbye) {
            saidGoodbye = true;
            exit.write(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        }
    }

    /** Closes the channel now. */
    void cut() {
        channel.close();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        try {
            if (message instanceof WebSocketFrame frame) {
                read(ctx, frame);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private void read(ChannelHandlerContext ctx, WebSocketFrame frame) {
        if (!frame.isFinalFragment()) {
            assemble(ctx, frame);
        } else if (frame instanceof TextWebSocketFrame || frame instanceof BinaryWebSocketFrame) {
            message(frame);
        } else if (frame instanceof PingWebSocketFrame) {
            // a client that does not read its answers gets none
            if (session.webSockets().control(this, frame.content().readableBytes()) && isWritable()) {
                exit.writeAndFlush(Control.pong(frame.content()), exit.voidPromise());
            }
        } else if (frame instanceof PongWebSocketFrame) {
            session.webSockets().control(this, frame.content().readableBytes());
        } else if (frame instanceof CloseWebSocketFrame) {
            sayGoodbye();
            flush();
            cut();
        }
    }

    /** The first fragment of all: few clients send any, so only now what puts them together takes its place. */
    private void assemble(ChannelHandlerContext ctx, WebSocketFrame fragment) {
        ctx.pipeline().addBefore(ctx.name(), null, session.webSockets().fragments(this));
        exit.fireChannelRead(fragment.retain());
    }

    private void message(WebSocketFrame frame) {
        if (frame.content().readableBytes() > session.intake().most()) {
            throw Fragments.tooLarge();
        }
        try {
            byte[] message = message(frame.rsv(), ByteBufUtil.getBytes(frame.content()));
            if (frame instanceof BinaryWebSocketFrame) {
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

    private byte[] message(int reserved, byte[] bytes) throws Violation {
        if (reserved == 0) {
            return bytes;
        } else if (reserved == COMPRESSED) {
            // work to inflate, even if little comes of it
            session.intake().weigh(bytes.length);
            return Deflation.ofThread().inflate(bytes, session.intake().most());
        }
        throw new Violation("WebSocket frame with bits that mean nothing");
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (isWritable()) {
            session.loop().dirty(session);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        session.webSockets().gone(this);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof IOException) {
            cut(); // the connection broke, which is nobody's mistake
            return;
        }
        if (cause instanceof CorruptedWebSocketFrameException corrupted && !saidGoodbye) {
            saidGoodbye = true;
            exit.writeAndFlush(Control.close(corrupted.closeStatus())).addListener(ChannelFutureListener.CLOSE);
        }
        boolean tooLarge = cause instanceof CorruptedWebSocketFrameException corrupted
                && corrupted.closeStatus().equals(WebSocketCloseStatus.MESSAGE_TOO_BIG);
        session.webSockets().broken(this, new Violation(tooLarge ? "payload too large" : "WebSocket frame refused"));
        if (!channel.isActive()) {
            cut();
        }
    }
}
