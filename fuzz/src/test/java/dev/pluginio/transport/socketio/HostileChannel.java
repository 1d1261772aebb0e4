package dev.pluginio.transport.socketio;

import dev.pluginio.transport.Admission;
import dev.pluginio.transport.Client;
import dev.pluginio.transport.ClientListener;
import dev.pluginio.transport.Handshake;
import dev.pluginio.transport.TransportObserver;
import dev.pluginio.transport.TransportSettings;
import dev.pluginio.transport.socketio.limit.Doorkeeper;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.CodecException;
import io.netty.util.ReferenceCountUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.security.SecureRandom;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A connection to a transport of its own, all of it on the caller's thread. */
final class HostileChannel extends EmbeddedChannel {

    private final Sessions sessions;
    private final Listener listener = new Listener();

    /** Lets everybody in, and answers at once. */
    private static final class Listener implements ClientListener {
        private int present;

        @Override
        public CompletionStage<Admission> connecting(Handshake untrusted) {
            return CompletableFuture.completedFuture(new Admission.Admitted(Set.of(), "fuzz"));
        }

        @Override
        public void connected(Client client) {
            present++;
        }

        @Override
        public void received(
                Client client,
                String event,
                List<@Nullable Object> arguments,
                @Nullable Acknowledgement acknowledgement) {
            if (acknowledgement != null) {
                acknowledgement.answer(List.of());
            }
        }

        @Override
        public void disconnected(Client client, String reason) {
            present--;
        }
    }

    HostileChannel() {
        TransportSettings settings = compressing(TransportSettings.defaults());
        var observer = TransportObserver.NONE;
        var doorkeeper = new Doorkeeper(settings.limits(), System::nanoTime);
        this.sessions = new Sessions(new SecureRandom(), doorkeeper);
        var surroundings = new Surroundings(
                settings,
                observer,
                listener,
                new Hub(settings.namespaces(), List.of(eventLoop()), observer, System::nanoTime),
                sessions,
                dev.pluginio.transport.Pages.NONE,
                System::nanoTime);
        Pipeline.install(pipeline(), surroundings);
    }

    private static TransportSettings compressing(TransportSettings usual) {
        return usual.withCompression(new TransportSettings.Compression(OptionalInt.of(0), OptionalInt.of(0)));
    }

    @Override
    protected SocketAddress remoteAddress0() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
    }

    /** Sends bytes as they come from the network, and drops what is answered. */
    void send(byte... bytes) {
        if (isOpen()) {
            try {
                writeInbound(Unpooled.copiedBuffer(bytes));
            } catch (CodecException e) {
                // this kind of channel ends within a read, so there may be nobody left to hear of the rest of it
                requireClosed(e);
            }
            runPendingTasks();
            drop();
        }
    }

    /** Hangs up, and fails if anything of it stays. */
    void hangUp() {
        finishAndReleaseAll();
        runPendingTasks();
        drop();
        for (Session session : List.copyOf(sessions.all())) {
            // it polls, so it is missed only when its time has come
            session.close("end", Session.Farewell.NONE);
        }
        runPendingTasks();
        drop();
        if (!sessions.all().isEmpty() || listener.present != 0) {
            throw new AssertionError(sessions.all().size() + " sessions and " + listener.present + " clients stay");
        }
        checkException();
    }

    private void requireClosed(CodecException e) {
        if (isOpen()) {
            throw e;
        }
    }

    private void drop() {
        for (Object out = readOutbound(); out != null; out = readOutbound()) {
            ReferenceCountUtil.release(out);
        }
        for (Object in = readInbound(); in != null; in = readInbound()) {
            ReferenceCountUtil.release(in);
        }
    }
}
