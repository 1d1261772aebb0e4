package dev.pluginio.transport.socketio;

import dev.pluginio.transport.socketio.limit.Fragments;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.util.ReferenceCountUtil;
import java.util.function.IntSupplier;

/** Puts frames together from what is read, and waits for no more of one than its client may send. */
final class FrameDecoder extends WebSocket13FrameDecoder {

    private final IntSupplier most;
    private boolean tooLarge;

    /**
     * Has read nothing.
     *
     * @param config with the largest payload that any client may send
     * @param most the largest that this one may send now, in bytes
     */
    FrameDecoder(WebSocketDecoderConfig config, IntSupplier most) {
        super(config);
        this.most = most;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) throws Exception {
        if (tooLarge) {
            ReferenceCountUtil.release(message);
            return;
        }
        super.channelRead(ctx, message);
        if (actualReadableBytes() > most.getAsInt()) {
            tooLarge = true;
            throw Fragments.tooLarge();
        }
    }
}
