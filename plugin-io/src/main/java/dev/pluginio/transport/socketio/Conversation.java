package dev.pluginio.transport.socketio;

import dev.pluginio.transport.Arguments;
import dev.pluginio.transport.Clearance;
import dev.pluginio.transport.ClientListener;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one connection says and hears in Socket.IO: its clients enter namespaces, send events, answer some and leave.
 * Confined to the session's event loop.
 */
final class Conversation implements PacketDecoder.Gate {

    private static final Logger LOG = LoggerFactory.getLogger(Conversation.class);

    private final Session session;
    private final Stays stays = new Stays();

    /** A packet whose attachments are missing; null if there is none. */
    private @Nullable Begun begun;

    private record Begun(PacketDecoder decoder, Loop.Timer deadline) {}

    Conversation(Session session) {
        this.session = session;
    }

    private Surroundings surroundings() {
        return session.surroundings();
    }

    /** Somebody put a member into a custom room, or took it out of one; on any thread. */
    void moved(Member member) {
        surroundings().tell(listener -> listener.moved(member));
    }

    /** Whether a client may be in so many rooms. Called on any thread. */
    boolean mayHaveRooms(int number) {
        int most = surroundings().settings().limits().roomsPerClient();
        boolean few = most == 0 || number <= most;
        if (!few) {
            LOG.debug("a client at {} is in as many rooms as it may be", session.remoteAddress());
            surroundings().observer().limited("rooms of one client");
        }
        return few;
    }

    /** Whether it was let into a namespace; on any thread. */
    boolean hasEntered() {
        return stays.areInhabited();
    }

    // ---- what comes ----------------------------------------------------------------------------------------------

    void text(byte[] message) throws Violation {
        PacketDecoder current = decoder();
        Packet packet = current.text(message);
        if (packet == null) {
            Loop.Timer deadline = session.loop()
                    .after(
                            surroundings().settings().limits().requestTimeout().toMillis(),
                            () -> session.late("attachments in time"));
            begun = new Begun(current, deadline);
        } else {
            packet(packet);
        }
    }

    void binary(byte[] message) throws Violation {
        Packet packet = decoder().binary(message);
        if (packet != null) {
            dropBegun();
            packet(packet);
        }
    }

    private PacketDecoder decoder() {
        return begun != null
                ? begun.decoder()
                : new PacketDecoder(
                        session.configured().json(), session.settings().maxPayload(), this);
    }

    private void dropBegun() {
        if (begun != null) {
            begun.deadline().stop();
            begun = null;
        }
    }

    /** Whoever may not send a packet does not get it read. */
    @Override
    public void pass(Packet.Type type, String namespace) throws Violation {
        if (type != Packet.Type.CONNECT) {
            member(namespace);
        } else if (stays.isKnown(namespace)) {
            throw new Violation("CONNECT to a namespace twice");
        }
    }

    private Member member(String namespace) throws Violation {
        Member member = stays.memberIn(namespace);
        if (member == null) {
            throw new Violation("packet for a namespace that was not entered");
        }
        return member;
    }

    private void packet(Packet packet) throws Violation {
        if (packet.type() == Packet.Type.CONNECT) {
            new Entrance(session, surroundings(), stays).connect(packet);
            return;
        }
        Member member = member(packet.namespace()); // it may have left while attachments were missing
        switch (packet.type()) {
            case DISCONNECT -> {
                // it may enter again as somebody else
                session.withhold(member.space());
                leave(member, "client namespace disconnect");
            }
            case EVENT -> event(member, packet);
            case ACK -> answer(member, packet);
            case CONNECT -> throw new IllegalStateException("was dealt with above");
        }
    }

    private void event(Member member, Packet packet) {
        List<@Nullable Object> all = packet.arguments();
        String name = String.valueOf(all.get(0));
        List<@Nullable Object> arguments = Collections.unmodifiableList(all.subList(1, all.size()));
        ClientListener.Acknowledgement answer = packet.id() < 0 ? null : acknowledgement(member, packet.id());
        surroundings().tell(listener -> listener.received(member, name, arguments, answer));
    }

    private ClientListener.Acknowledgement acknowledgement(Member member, long id) {
        var answered = new AtomicBoolean();
        return new ClientListener.Acknowledgement() {
            @Override
            public void answer(Arguments arguments) {
                if (answered.compareAndSet(false, true)) {
                    Encoded packet = encoded(arguments);
                    session.loop().submit(() -> send(member, packet));
                }
            }

            @Override
            public void answer(Arguments arguments, Clearance needed, Arguments otherwise) {
                if (answered.compareAndSet(false, true)) {
                    Encoded packet = encoded(arguments);
                    Encoded other = encoded(otherwise);
                    var frame = new Frame(
                            packet, member.space(), needed, () -> session.loop().submit(() -> send(member, other)));
                    session.loop().submit(() -> send(member, frame));
                }
            }

            private Encoded encoded(Arguments arguments) {
                return PacketEncoder.acknowledgement(member.namespace(), id, arguments);
            }
        };
    }

    private void answer(Member member, Packet packet) {
        if (!member.answered(packet.id(), packet.arguments())) {
            LOG.trace("an answer nobody waits for"); // the official server ignores such packets as well
        }
    }

    // ---- what goes -----------------------------------------------------------------------------------------------

    /** Any thread may ask for it. */
    Encoded encoded(String namespace, String event, Arguments arguments) {
        return surroundings().hub().encoded(namespace, event, arguments);
    }

    /** Queues a packet for a client that may have left meanwhile. */
    void send(Member member, Encoded packet) {
        send(member, packet, null);
    }

    /** Queues a packet for a client that may have left meanwhile, or may not have it any more when its turn comes. */
    void send(Member member, Encoded packet, @Nullable Clearance needed) {
        send(member, new Frame(packet, member.space(), needed));
    }

    private void send(Member member, Frame frame) {
        if (stays.contains(member)) {
            session.send(frame);
        }
    }

    /** Whether a frame may be written to this connection now. */
    boolean permits(Frame frame) {
        return frame.space() == null || permits(frame.space(), frame.clearance());
    }

    /** Whether there is a client in a namespace, and it may have what needs a clearance. */
    boolean permits(Space space, @Nullable Clearance needed) {
        Member member = stays.memberIn(space);
        return member != null && (needed == null || needed.stands() || needed.permits(member.attachment()));
    }

    /** Tells when all that was queued for a client was taken, or it has left. */
    void await(Member member, CompletableFuture<Void> drained) {
        if (!stays.contains(member)) {
            drained.complete(null);
        } else {
            session.loop().drains().await(member, drained);
            session.loop().dirty(session);
        }
    }

    /** Queues an event that asks for an answer. */
    void request(
            Member member,
            String event,
            Arguments arguments,
            long millis,
            CompletableFuture<List<@Nullable Object>> answer) {
        if (!stays.contains(member)) {
            answer.completeExceptionally(Answers.gone());
            return;
        }
        int most = surroundings().settings().limits().pendingAcks();
        long id = member.answers().await(answer, millis, most, session.loop());
        if (id >= 0) {
            send(member, PacketEncoder.event(member.namespace(), id, event, arguments));
        } else {
            LOG.debug("a client at {} owes as many answers as it may", session.remoteAddress());
            surroundings().observer().limited("answers of one client");
        }
    }

    /** The client has answered a ping, and has taken what was sent to it before. */
    void alive() {
        stays.members().forEach(member -> surroundings().tell(listener -> listener.alive(member)));
    }

    // ---- leaving -------------------------------------------------------------------------------------------------

    /**
     * Ends a stay that {@link Member#disconnect} has ended for all other threads.
     *
     * @param last what the client is told before; null for nothing
     */
    void dismiss(Member member, @Nullable Encoded last) {
        if (stays.contains(member)) {
            session.withhold(member.space());
            if (last != null) {
                session.send(new Frame(last, null));
            }
            session.send(new Frame(PacketEncoder.disconnected(member.namespace())));
            leave(member, "server namespace disconnect");
            if (stays.isEmpty()) {
                session.close("server namespace disconnect", Session.Farewell.LAST_WORDS);
            }
        }
    }

    /** Ends all stays, because the connection ends. */
    void end(String reason) {
        dropBegun();
        stays.members().forEach(member -> leave(member, reason));
        stays.clear();
    }

    private void leave(Member member, String reason) {
        member.vanish();
        stays.remove(member);
        member.owesNothing();
        session.loop().drains().left(member);
        if (stays.isEmpty()) {
            session.left();
        }
        surroundings().tell(listener -> listener.disconnected(member, reason));
    }
}
