package dev.pluginio.transport.socketio;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;

/** A WebSocket that carries, or is about to carry, a session that lives on the same event loop. */
final class WebSocketLink extends SimpleChannelInboundHandler<WebSocketFrame> {

    private final Session session;
    private final ChannelHandlerContext context;
    private boolean saidGoodbye;

    /**
     * Takes over a channel.
     *
     * @param context where to write to
     */
    WebSocketLink(Session session, ChannelHandlerContext context) {
        if (!session.loop().inLoop()) {
            throw new IllegalStateException("a WebSocket lives on the event loop of its session");
        }
        this.session = session;
        this.context = context;
    }

    boolean isWritable() {
        return context.channel().isWritable();
    }

    void write(Frame frame) {
        context.write(frame.webSocket(context.alloc()), context.voidPromise());
    }

    void flush() {
        context.flush();
    }

    /** Starts the closing handshake, once; the client's answer closes the channel. */
    void sayGoodbye() {
        if (!saidGoodbye) {
            saidGoodbye = true;
            context.write(new CloseWebSocketFrame(WebSocketCloseStatus.NORMAL_CLOSURE), context.voidPromise());
        }
    }

    /**
     * Closes the channel when all has been written, without the closing handshake: the official Java client takes the
     * handshake's first half for nothing and stays until its ping times out.
     */
    void hangUp() {
        if (!saidGoodbye) {
            saidGoodbye = true;
            context.write(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        }
    }

    /** Closes the channel now. */
    void cut() {
        context.close();
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, WebSocketFrame frame) {
        if (frame instanceof TextWebSocketFrame) {
            session.text(this, ByteBufUtil.getBytes(frame.content()));
        } else if (frame instanceof BinaryWebSocketFrame) {
            session.binary(this, ByteBufUtil.getBytes(frame.content()));
        } else if (frame instanceof PingWebSocketFrame) {
            // a client that does not read its answers gets none
            if (session.control(this, frame.content().readableBytes()) && isWritable()) {
                ctx.writeAndFlush(new PongWebSocketFrame(frame.content().retain()), ctx.voidPromise());
            }
        } else if (frame instanceof PongWebSocketFrame) {
            session.control(this, frame.content().readableBytes());
        } else if (frame instanceof CloseWebSocketFrame) {
            sayGoodbye();
            flush();
            cut();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (isWritable()) {
            session.loop().dirty(session);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        session.gone(this);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        session.broken(this, new Violation("WebSocket frame refused"));
        if (!ctx.channel().isActive()) {
            cut();
        }
    }
}
