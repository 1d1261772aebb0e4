package dev.pluginio.transport.socketio;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;

/**
 * Closes connections of TLS 1.2 whose clients negotiate again, which costs them little and the server much: it follows the
 * heads of the records that come in. TLS 1.3 knows no such thing.
 */
final class OneHandshake extends ChannelInboundHandlerAdapter {

    private static final int HEAD = 5;
    private static final int HANDSHAKE = 22;

    private final SslHandler tls;
    private final Runnable again;

    /** How many bytes of a head have come, what they say of the length, and how much of a record is still to come. */
    private int seen;

    private int length;
    private int left;
    private boolean closed;

    /**
     * Stands in front of the decryption.
     *
     * @param again is run when a client tries it
     */
    OneHandshake(SslHandler tls, Runnable again) {
        this.tls = tls;
        this.again = again;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (!closed && message instanceof ByteBuf bytes && isAgain(bytes)) {
            closed = true;
            again.run();
            ctx.close();
        }
        if (closed) {
            ReferenceCountUtil.release(message);
        } else {
            ctx.fireChannelRead(message);
        }
    }

    private boolean isAgain(ByteBuf bytes) {
        int end = bytes.writerIndex();
        for (int i = bytes.readerIndex(); i < end; ) {
            if (left > 0) {
                int skipped = Math.min(left, end - i);
                left -= skipped;
                i += skipped;
            } else if (head(bytes.getUnsignedByte(i++))) {
                return true;
            }
        }
        return false;
    }

    /** Takes a byte of a head: a type, two of the version, two of the length; true if it begins another handshake. */
    private boolean head(int value) {
        if (seen == 0 && value == HANDSHAKE && tls.handshakeFuture().isSuccess()) {
            return true;
        }
        length = length << Byte.SIZE & 0xFFFF | value;
        seen++;
        if (seen == HEAD) {
            left = length;
            seen = 0;
        }
        return false;
    }
}
