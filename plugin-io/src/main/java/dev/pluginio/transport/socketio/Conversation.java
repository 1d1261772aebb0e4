package dev.pluginio.transport.socketio;

import dev.pluginio.transport.Admission;
import dev.pluginio.transport.Arguments;
import dev.pluginio.transport.Clearance;
import dev.pluginio.transport.ClientListener;
import dev.pluginio.transport.Handshake;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one connection says in Socket.IO: it asks to enter namespaces, is let in or not, sends events and leaves. Confined
 * to the session's event loop. Until a request is decided, nothing of the client exists that could hear or be heard.
 */
final class Conversation implements PacketDecoder.Gate {

    private static final Logger LOG = LoggerFactory.getLogger(Conversation.class);
    private static final byte[] INVALID_NAMESPACE =
            "{\"message\":\"Invalid namespace\"}".getBytes(StandardCharsets.UTF_8);
    private static final Admission FAILED =
            new Admission.Refused("internal error", Map.of("code", "internal_error"), true);

    private final Session session;
    private final Surroundings surroundings;
    private final PacketDecoder decoder;

    /** One a namespace: very few, mostly one. */
    private final List<Stay> stays = new ArrayList<>(1);

    /** Whether it has asked to enter one: the first time belongs to the handshake, and does not count of its own. */
    private boolean asked;

    private Loop.Timer attachments = () -> {};

    /** A namespace that was asked for; there is no member while the request is undecided. */
    private static final class Stay {
        private final Space space;
        private @Nullable Member member;
        private @Nullable Answers answers;

        Stay(Space space) {
            this.space = space;
        }
    }

    Conversation(Session session, Surroundings surroundings) {
        this.session = session;
        this.surroundings = surroundings;
        this.decoder =
                new PacketDecoder(surroundings.json(), surroundings.settings().maxPayload(), this);
    }

    /** Whether a namespace was entered or asked for. */
    boolean isEmpty() {
        return stays.isEmpty();
    }

    /** Whether it was let into a namespace. */
    boolean hasEntered() {
        return stays.stream().anyMatch(stay -> stay.member != null);
    }

    void text(byte[] message) throws Violation {
        Packet packet = decoder.text(message);
        if (packet == null) {
            attachments = session.loop()
                    .after(
                            surroundings.settings().limits().requestTimeout().toMillis(),
                            () -> session.late("attachments in time"));
        }
        packet(packet);
    }

    void binary(byte[] message) throws Violation {
        Packet packet = decoder.binary(message);
        if (packet != null) {
            attachments.stop();
        }
        packet(packet);
    }

    /** Whoever may not send a packet does not get it read. */
    @Override
    public void pass(Packet.Type type, String namespace) throws Violation {
        Stay stay = stay(namespace);
        if (type == Packet.Type.CONNECT) {
            if (stay != null) {
                throw new Violation("CONNECT to a namespace twice");
            }
        } else if (stay == null || stay.member == null) {
            throw new Violation("packet for a namespace that was not entered");
        }
    }

    private void packet(@Nullable Packet packet) throws Violation {
        if (packet == null) {
            return;
        }
        Stay stay = stay(packet.namespace());
        if (packet.type() == Packet.Type.CONNECT) {
            connect(packet);
            return;
        }
        // it may have been left while attachments were missing
        if (stay == null || stay.member == null) {
            throw new Violation("packet for a namespace that was not entered");
        }
        Member member = stay.member;
        switch (packet.type()) {
            case DISCONNECT -> {
                // it may enter again as somebody else
                session.withhold(member.space());
                leave(member, "client namespace disconnect");
            }
            case EVENT -> event(member, packet);
            case ACK -> answer(stay, packet);
            case CONNECT -> throw new IllegalStateException("was dealt with above");
        }
    }

    private void connect(Packet packet) throws Violation {
        Space space = surroundings.hub().space(packet.namespace());
        if (space == null) {
            session.send(new Frame(PacketEncoder.refused(packet.namespace(), INVALID_NAMESPACE)));
            return;
        }
        boolean first = !asked;
        asked = true;
        if (!first && !surroundings.doorkeeper().knock(session.remoteAddress())) {
            throw Violation.ofLimit("handshakes of one address a second");
        }
        var stay = new Stay(space);
        stays.add(stay);
        session.entered();
        decide(space, packet).whenComplete((admission, failure) -> {
            if (failure != null) {
                LOG.error("a client is refused, because the decision about it failed", failure);
            }
            Admission decided = admission == null ? FAILED : admission;
            session.loop().submit(() -> decided(stay, decided));
        });
    }

    @SuppressWarnings("unchecked")
    private CompletionStage<Admission> decide(Space space, Packet packet) {
        Map<String, @Nullable Object> auth =
                packet.data() instanceof Map ? (Map<String, @Nullable Object>) packet.data() : Map.of();
        var handshake = new Handshake(
                space.name(),
                Collections.unmodifiableMap(auth),
                session.query(),
                session.remoteAddress(),
                session.headers());
        try {
            return surroundings.listener().connecting(handshake);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private void decided(Stay stay, Admission admission) {
        if (!stays.contains(stay)) {
            return;
        }
        if (admission instanceof Admission.Admitted admitted) {
            admit(stay, admitted);
        } else if (admission instanceof Admission.Refused refused) {
            refuse(stay, refused);
        }
    }

    private void admit(Stay stay, Admission.Admitted admitted) {
        Space space = stay.space;
        String id = surroundings.sessions().newId();
        var member = new Member(id, space, session, admitted.rooms(), admitted.attachment());
        stay.member = member;
        // the answer is queued first: whatever the rooms bring comes after it
        session.send(new Frame(PacketEncoder.connected(space.name(), id)));
        member.appear();
        guarded(() -> surroundings.listener().connected(member));
        if (!surroundings.hub().isOpen(space)) {
            member.disconnect(); // it was closed meanwhile, when this client was not yet in it
        }
    }

    private void refuse(Stay stay, Admission.Refused refused) {
        stays.remove(stay);
        if (refused.passing()) {
            session.close("refused for now", Session.Farewell.PLAIN);
            return;
        }
        byte[] error = surroundings.json().write(error(refused));
        session.send(new Frame(PacketEncoder.refused(stay.space.name(), error)));
        closeIfEmpty("refused");
    }

    private static Map<String, Object> error(Admission.Refused refused) {
        var error = new LinkedHashMap<String, Object>();
        error.put("message", refused.message());
        error.put("data", refused.data());
        return error;
    }

    private void event(Member member, Packet packet) {
        List<@Nullable Object> all = packet.arguments();
        String name = String.valueOf(all.get(0));
        List<@Nullable Object> arguments = Collections.unmodifiableList(all.subList(1, all.size()));
        ClientListener.Acknowledgement answer = packet.id() < 0 ? null : acknowledgement(member, packet.id());
        guarded(() -> surroundings.listener().received(member, name, arguments, answer));
    }

    private ClientListener.Acknowledgement acknowledgement(Member member, long id) {
        var answered = new AtomicBoolean();
        return new ClientListener.Acknowledgement() {
            @Override
            public void answer(Arguments arguments) {
                answer(arguments, null);
            }

            @Override
            public void answer(Arguments arguments, @Nullable Clearance needed) {
                if (answered.compareAndSet(false, true)) {
                    Encoded packet = PacketEncoder.acknowledgement(member.namespace(), id, arguments);
                    session.loop().submit(() -> send(member, packet, needed));
                }
            }
        };
    }

    /** Queues a packet for a client that may have left meanwhile. */
    void send(Member member, Encoded packet) {
        send(member, packet, null);
    }

    /** Queues a packet for a client that may have left meanwhile, or may not have it any more when its turn comes. */
    void send(Member member, Encoded packet, @Nullable Clearance needed) {
        if (isHere(member)) {
            session.send(new Frame(packet, member.space(), needed));
        }
    }

    /** Whether a frame may be written to this connection now: its client is here, and may have it. */
    boolean permits(Frame frame) {
        if (frame.space() == null) {
            return true;
        }
        for (Stay stay : stays) {
            if (stay.space == frame.space()) {
                Clearance needed = frame.clearance();
                return stay.member != null
                        && (needed == null || needed.stands() || needed.permits(stay.member.attachment()));
            }
        }
        return false;
    }

    /** Queues an event that asks for an answer. */
    void request(
            Member member,
            String event,
            Arguments arguments,
            long millis,
            CompletableFuture<List<@Nullable Object>> answer) {
        Stay stay = stay(member);
        if (stay == null) {
            answer.completeExceptionally(Answers.gone());
            return;
        }
        Answers answers = stay.answers == null ? new Answers() : stay.answers;
        stay.answers = answers;
        int most = surroundings.settings().limits().pendingAcks();
        long id = answers.await(answer, millis, most, session.loop());
        if (id >= 0) {
            send(member, PacketEncoder.event(member.namespace(), id, event, arguments));
        } else {
            LOG.debug("a client at {} owes as many answers as it may", session.remoteAddress());
            surroundings.observer().limited("answers of one client");
        }
    }

    private static void answer(Stay stay, Packet packet) {
        Answers answers = stay.answers;
        if (answers == null || !answers.arrived(packet.id(), packet.arguments())) {
            LOG.trace("an answer nobody waits for"); // the official server ignores such packets as well
        }
    }

    /**
     * Ends a stay that {@link Member#disconnect} has ended for all other threads.
     *
     * @param last what the client is told before; null for nothing
     */
    void dismiss(Member member, @Nullable Encoded last) {
        if (isHere(member)) {
            session.withhold(member.space());
            if (last != null) {
                session.send(new Frame(last, null));
            }
            session.send(new Frame(PacketEncoder.disconnected(member.namespace())));
            leave(member, "server namespace disconnect");
            closeIfEmpty("server namespace disconnect");
        }
    }

    /** Ends all stays, because the connection ends. */
    void end(String reason) {
        attachments.stop();
        for (Stay stay : List.copyOf(stays)) {
            if (stay.member != null) {
                leave(stay.member, reason);
            }
        }
        stays.clear();
    }

    private void leave(Member member, String reason) {
        Stay stay = stay(member);
        member.vanish();
        if (stay != null) {
            stays.remove(stay);
            if (stay.answers != null) {
                stay.answers.end();
            }
        }
        if (stays.isEmpty()) {
            session.left();
        }
        guarded(() -> surroundings.listener().disconnected(member, reason));
    }

    private boolean isHere(Member member) {
        return stay(member) != null;
    }

    private @Nullable Stay stay(Member member) {
        Stay stay = stay(member.namespace());
        return stay != null && stay.member == member ? stay : null;
    }

    private @Nullable Stay stay(String namespace) {
        for (Stay stay : stays) {
            if (stay.space.name().equals(namespace)) {
                return stay;
            }
        }
        return null;
    }

    private void closeIfEmpty(String reason) {
        if (stays.isEmpty()) {
            session.close(reason, Session.Farewell.LAST_WORDS);
        }
    }

    private void guarded(Runnable call) {
        try {
            call.run();
        } catch (RuntimeException e) {
            surroundings.observer().listenerFailed();
            LOG.error("a listener of clients failed", e);
        }
    }
}
