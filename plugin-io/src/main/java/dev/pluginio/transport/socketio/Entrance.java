package dev.pluginio.transport.socketio;

import dev.pluginio.transport.Admission;
import dev.pluginio.transport.Handshake;
import dev.pluginio.transport.Pass;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How the clients of one connection come into namespaces: they ask, and are let in or not. Confined to the session's
 * event loop. Until a request is decided, nothing of the client exists that could hear or be heard.
 */
final class Entrance {

    private static final Logger LOG = LoggerFactory.getLogger(Entrance.class);
    private static final byte[] INVALID_NAMESPACE =
            "{\"message\":\"Invalid namespace\"}".getBytes(StandardCharsets.UTF_8);
    private static final Admission FAILED =
            new Admission.Refused("internal error", Map.of("code", "internal_error"), true);

    private final Session session;
    private final Surroundings surroundings;
    private final Stays stays;

    Entrance(Session session, Surroundings surroundings, Stays stays) {
        this.session = session;
        this.surroundings = surroundings;
        this.stays = stays;
    }

    /** A client asks to come in. The first time belongs to the connection's handshake, and does not count of its own. */
    void connect(Packet packet) throws Violation {
        Space space = surroundings.hub().space(packet.namespace());
        if (space == null) {
            session.send(new Frame(PacketEncoder.refused(packet.namespace(), INVALID_NAMESPACE)));
            return;
        }
        if (stays.haveBegun() && !surroundings.doorkeeper().knock(session.remoteAddress())) {
            throw Violation.ofLimit("handshakes of one address a second");
        }
        Stays.Request request = stays.ask(space);
        session.entered();
        decide(space, packet).whenComplete((admission, failure) -> {
            if (failure != null) {
                LOG.error("a client is refused, because the decision about it failed", failure);
            }
            Admission decided = admission == null ? FAILED : admission;
            session.loop().submit(() -> decided(request, decided));
        });
    }

    @SuppressWarnings("unchecked")
    private CompletionStage<Admission> decide(Space space, Packet packet) {
        Map<String, @Nullable Object> auth =
                packet.data() instanceof Map ? (Map<String, @Nullable Object>) packet.data() : Map.of();
        var handshake = new Handshake(
                space.name(),
                Collections.unmodifiableMap(auth),
                session.opening().query(),
                session.remoteAddress(),
                session.opening().headers());
        try {
            return surroundings.listener().connecting(handshake);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private void decided(Stays.Request request, Admission admission) {
        if (!stays.contains(request)) {
            if (admission instanceof Admission.Admitted admitted) {
                surroundings.tell(listener -> listener.missed(admitted));
            }
            return;
        }
        if (admission instanceof Admission.Admitted admitted) {
            admit(request, admitted);
        } else if (admission instanceof Admission.Refused refused) {
            refuse(request, refused);
        }
    }

    private void admit(Stays.Request request, Admission.Admitted admitted) {
        Space space = request.space();
        Pass pass = admitted.pass();
        RandomId before = pass == null || pass.id() == null ? null : RandomId.of(pass.id());
        RandomId id = before == null ? surroundings.sessions().newId() : before;
        var member = new Member(id, space, session, admitted.rooms(), admitted.attachment());
        stays.admit(request, member);
        // the answer is queued first: whatever the rooms bring comes after it
        session.send(new Frame(PacketEncoder.connected(space.name(), id.text(), pass == null ? null : pass.pid())));
        member.appear();
        surroundings.tell(listener -> listener.connected(member));
        if (!surroundings.hub().isOpen(space)) {
            member.disconnect(); // it was closed meanwhile, when this client was not yet in it
        }
    }

    private void refuse(Stays.Request request, Admission.Refused refused) {
        stays.remove(request);
        if (refused.passing()) {
            session.close("refused for now", Session.Farewell.PLAIN);
            return;
        }
        byte[] error = surroundings.json().write(error(refused));
        session.send(new Frame(PacketEncoder.refused(request.space().name(), error)));
        if (stays.isEmpty()) {
            session.close("refused", Session.Farewell.LAST_WORDS);
        }
    }

    private static Map<String, Object> error(Admission.Refused refused) {
        var error = new LinkedHashMap<String, Object>();
        error.put("message", refused.message());
        error.put("data", refused.data());
        return error;
    }
}
