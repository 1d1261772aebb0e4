package dev.pluginio.bench.fanout.server;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Answers a handshake that comes in one piece, and whatever the client says next as if it had asked to be let in. */
final class BareHandshake extends SimpleChannelInboundHandler<ByteBuf> {

    private static final String KEY = "Sec-WebSocket-Key: ";
    private static final String PROTOCOL = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private final Consumer<Channel> entered;
    private final Consumer<Channel> left;
    private boolean shaken;

    BareHandshake(Consumer<Channel> entered, Consumer<Channel> left) {
        this.entered = entered;
        this.left = left;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, ByteBuf message) {
        if (!shaken) {
            shaken = true;
            String key = key(message.toString(StandardCharsets.US_ASCII));
            String head = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                    + "Sec-WebSocket-Accept: " + accept(key) + "\r\n\r\n";
            context.writeAndFlush(Unpooled.copiedBuffer(head + frame("0{}"), StandardCharsets.ISO_8859_1));
        } else {
            context.writeAndFlush(Unpooled.copiedBuffer(frame("40{}"), StandardCharsets.ISO_8859_1));
            entered.accept(context.channel());
        }
    }

    private static String frame(String text) {
        return "\u0081" + (char) text.length() + text;
    }

    private static String key(String request) {
        int at = request.indexOf(KEY) + KEY.length();
        return request.substring(at, request.indexOf('\r', at));
    }

    private static String accept(String key) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-1").digest((key + PROTOCOL).getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        left.accept(context.channel());
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, @Nullable Throwable cause) {
        context.close();
    }
}
