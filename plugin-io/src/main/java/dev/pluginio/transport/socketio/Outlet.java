package dev.pluginio.transport.socketio;

import dev.pluginio.transport.Clearance;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a session's client is told, whatever carries it: queued, given to the carrier as that can take it, and known until
 * the network has it. Confined to the session's event loop.
 */
final class Outlet {

    private static final Logger LOG = LoggerFactory.getLogger(Outlet.class);

    private final Session session;

    /** The WebSocket that carries the session; null as long as it polls. */
    private @Nullable WebSocketLink link;

    /** What waits, if it is one packet that came when nothing waited: most do. */
    private @Nullable Frame only;

    /** What waits, if it is more; null for nothing. */
    private @Nullable Outbox outbox;

    /** What a WebSocket has not passed on; null if it has passed on all. */
    private @Nullable Given given;

    /** How the session ends; null as long as it does not. */
    private Session.@Nullable Farewell farewell;

    private boolean dirty;
    private boolean overflowed;
    private boolean drained;

    /** Nothing waits. */
    Outlet(Session session) {
        this.session = session;
    }

    Session session() {
        return session;
    }

    /** The WebSocket that carries the session; null as long as it polls. */
    @Nullable
    WebSocketLink link() {
        return link;
    }

    void carryOn(WebSocketLink carrier) {
        link = carrier;
    }

    // ---- what waits ----------------------------------------------------------------------------------------------

    /** Queues a packet. */
    void send(Frame frame) {
        if (overflowed) {
            return;
        }
        if (frame.isDroppable() && !canWrite()) {
            session.observer().skipped(1);
            return;
        }
        session.loop().dirty(session);
        if (only == null && outbox == null && frame.size() <= session.settings().maxQueuedBytes()) {
            only = frame;
        } else {
            add(frame, outbox());
        }
    }

    private void add(Frame frame, Outbox queue) {
        if (frame.newest() != null && !canWrite()) {
            queue.thinOut();
        }
        queue.add(frame);
        if (queue.isOverfull() && !canWrite()) {
            overflowed = true;
            session.observer().discarded(queue.size());
            clear();
        }
    }

    private boolean canWrite() {
        return link != null ? link.isWritable() : session.polling().canAnswer();
    }

    /** All that waits, for whoever does more with it than take the next. */
    private Outbox outbox() {
        Outbox queue = outbox;
        if (queue == null) {
            queue = new Outbox(session.settings().maxQueuedBytes(), session.observer());
            outbox = queue;
        }
        if (only != null) {
            queue.add(only);
            only = null;
        }
        return queue;
    }

    private @Nullable Frame next() {
        Frame next = only;
        only = null;
        return next == null && outbox != null ? outbox.next() : next;
    }

    /** Whether nothing waits that the carrier has not taken. */
    boolean isEmpty() {
        return only == null && (outbox == null || outbox.isEmpty());
    }

    /** Whether the carrier has taken all, and can take more. */
    boolean isDrained() {
        return isEmpty()
                && (link != null ? link.isWritable() : !session.polling().isAnswering());
    }

    /** Drops what waits for the client of a namespace. */
    void withhold(Space space) {
        outbox().withhold(space);
    }

    /** Drops what waits. */
    void clear() {
        only = null;
        outbox = null;
    }

    // ---- what goes -----------------------------------------------------------------------------------------------

    /** Whether it was not yet marked as having something to flush. */
    boolean markDirty() {
        boolean first = !dirty;
        dirty = true;
        return first;
    }

    /** Gives the carrier what it can take. */
    void flush() {
        dirty = false;
        if (overflowed && session.isOpen()) {
            session.observer().overflowed();
            session.close("reads too slowly", Session.Farewell.NONE);
        }
        if (link != null) {
            flush(link);
        } else {
            flushPoll();
        }
        if (isEmpty()) {
            outbox = null;
        } else {
            outbox().thinOut();
        }
    }

    private void flush(WebSocketLink carrier) {
        List<Frame> batch = session.loop().batch();
        while (carrier.isWritable()) {
            Frame frame = next();
            if (frame == null) {
                break;
            }
            if (isCleared(frame)) {
                carrier.write(frame);
                batch.add(frame);
            }
        }
        if (farewell != null && session.isClosing() && isEmpty()) {
            if (farewell == Session.Farewell.LAST_WORDS) {
                carrier.sayGoodbye();
            } else {
                carrier.hangUp();
            }
        }
        carrier.flush();
        if (!batch.isEmpty() && carrier.hasBacklog()) {
            keep(carrier, batch);
        }
    }

    private boolean isCleared(Frame frame) {
        Clearance needed = frame.clearance();
        if (needed == null || needed.stands() || session.conversation().permits(frame)) {
            return true;
        }
        session.observer().withdrawn();
        frame.withdraw();
        return false;
    }

    /** The network did not take all: until it has, it is known what waits. */
    private void keep(WebSocketLink carrier, List<Frame> batch) {
        Given held = given == null ? new Given() : given;
        given = held;
        held.add(batch);
        session.loop().stalled().add(session);
        carrier.whenGone(() -> {
            held.left();
            if (held.isEmpty()) {
                given = null;
                session.loop().stalled().remove(session);
            }
        });
    }

    private void flushPoll() {
        Polling polling = session.polling();
        if (polling.canAnswer()) {
            outbox().keep(this::isCleared);
        }
        if (polling.canAnswer() && !isEmpty()) {
            polling.answer(outbox());
        } else if (polling.canAnswer() && session.isOpen() && session.isProbed()) {
            polling.release(); // what waited for it is not for the client any more, and it waits for its polls to end
        } else if (session.isClosing() && (polling.isWaiting() && isEmpty() || mayEndUntold())) {
            // the end is told in an answer of its own: the official client looks at it before the packets beside it
            session.terminate();
        }
    }

    private boolean isChangingOver() {
        Upgrade begun = session.upgrade();
        return begun != null && begun.isUnderWay();
    }

    /** Whether it is no use to wait for a poll: nothing is left that the client ought to get. */
    private boolean mayEndUntold() {
        return farewell != Session.Farewell.LAST_WORDS && !drained && isEmpty() && !isChangingOver();
    }

    /**
     * Closes the connection if something waits on it, out of our hands, that its client must not get any more.
     *
     * @return whether nothing waits on it
     */
    boolean reconsider() {
        Polling polling = session.polling();
        Conversation conversation = session.conversation();
        if (polling.holdsForbidden(conversation) || given != null && given.holdsForbidden(conversation)) {
            LOG.debug(
                    "a connection from {} is closed: what waits on it is not for its client any more",
                    session.remoteAddress());
            session.observer().withdrawn();
            if (link != null) {
                link.abort();
            }
            session.close("rights narrowed", Session.Farewell.NONE);
            session.terminate();
            polling.cut();
        }
        return given == null && !polling.isAnswering();
    }

    /** Closes the WebSocket, if one carries the session. */
    void cut() {
        if (link != null) {
            link.cut();
        }
    }

    /** The session ends: what waits is still delivered, or dropped. */
    void end(Session.Farewell how) {
        farewell = how;
        if (how == Session.Farewell.PLAIN || how == Session.Farewell.NONE) {
            clear();
        } else if (how == Session.Farewell.DRAINED && !isEmpty() && link == null) {
            drained = true;
        }
    }
}
