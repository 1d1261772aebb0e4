package dev.pluginio.transport.socketio;

import dev.pluginio.transport.Clearance;
import dev.pluginio.transport.TransportObserver;
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
    private static final String CLOSE = "1";

    private final Session session;
    private final TransportObserver observer;
    private final Outbox outbox;

    /** What a WebSocket has not passed on; null if it has passed on all. */
    private @Nullable Given given;

    private boolean dirty;
    private boolean overflowed;
    private boolean lastWords;
    private boolean drained;

    /**
     * Nothing waits.
     *
     * @param maxQueuedBytes how much may wait while the carrier takes nothing
     */
    Outlet(Session session, TransportObserver observer, long maxQueuedBytes) {
        this.session = session;
        this.observer = observer;
        this.outbox = new Outbox(maxQueuedBytes, observer);
    }

    /** Queues a packet. */
    void send(Frame frame) {
        if (overflowed) {
            return;
        }
        if (frame.isDroppable() && !canWrite()) {
            observer.skipped(1);
            return;
        }
        if (frame.newest() != null && !canWrite()) {
            outbox.thinOut();
        }
        outbox.add(frame);
        session.loop().dirty(session);
        if (outbox.isOverfull() && !canWrite()) {
            overflowed = true;
            observer.discarded(outbox.size());
            outbox.clear();
        }
    }

    private boolean canWrite() {
        WebSocketLink link = session.webSockets().carrier();
        return link != null ? link.isWritable() : session.polling().canAnswer();
    }

    /** Whether nothing waits that the carrier has not taken. */
    boolean isEmpty() {
        return outbox.isEmpty();
    }

    /** Whether the carrier has taken all, and can take more. */
    boolean isDrained() {
        WebSocketLink link = session.webSockets().carrier();
        return outbox.isEmpty()
                && (link != null ? link.isWritable() : !session.polling().isAnswering());
    }

    /** Drops what waits for the client of a namespace. */
    void withhold(Space space) {
        outbox.withhold(space);
    }

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
            observer.overflowed();
            session.close("reads too slowly", Session.Farewell.NONE);
        }
        WebSocketLink link = session.webSockets().carrier();
        if (link != null) {
            flush(link);
        } else {
            flushPoll();
        }
        outbox.thinOut();
    }

    private void flush(WebSocketLink link) {
        List<Frame> batch = session.loop().batch();
        while (link.isWritable()) {
            Frame frame = outbox.next();
            if (frame == null) {
                break;
            }
            if (isCleared(frame)) {
                link.write(frame);
                batch.add(frame);
            }
        }
        if (session.isClosing() && outbox.isEmpty()) {
            if (lastWords) {
                link.sayGoodbye();
            } else {
                link.hangUp();
            }
        }
        link.flush();
        if (!batch.isEmpty() && link.hasBacklog()) {
            keep(link, batch);
        }
    }

    private boolean isCleared(Frame frame) {
        Clearance needed = frame.clearance();
        if (needed == null || needed.stands() || session.conversation().permits(frame)) {
            return true;
        }
        observer.withdrawn();
        return false;
    }

    /** The network did not take all: until it has, it is known what waits. */
    private void keep(WebSocketLink link, List<Frame> batch) {
        Given held = given == null ? new Given() : given;
        given = held;
        held.add(batch);
        session.loop().stalled().add(session);
        int number = batch.size();
        link.whenGone(() -> {
            held.left(number);
            if (held.isEmpty()) {
                given = null;
                session.loop().stalled().remove(session);
            }
        });
    }

    private void flushPoll() {
        Polling polling = session.polling();
        if (polling.canAnswer()) {
            outbox.keep(this::isCleared);
        }
        if (polling.canAnswer() && !outbox.isEmpty()) {
            // the end is told in an answer of its own: the official client looks at it before the packets beside it
            polling.answer(outbox);
            if (drained) {
                session.terminate();
            }
        } else if (polling.canAnswer()
                && session.isOpen()
                && session.webSockets().isProbed()) {
            polling.release(); // what waited for it is not for the client any more, and it waits for its polls to end
        } else if (session.isClosing() && (polling.isWaiting() && outbox.isEmpty() || mayEndUntold())) {
            session.terminate();
        }
    }

    /** Whether it is no use to wait for a poll: nothing is left that the client ought to get. */
    private boolean mayEndUntold() {
        return !lastWords && outbox.isEmpty() && !session.webSockets().isTrying();
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
            observer.withdrawn();
            WebSocketLink link = session.webSockets().carrier();
            if (link != null) {
                link.abort();
            }
            session.close("rights narrowed", Session.Farewell.NONE);
            session.terminate();
            polling.cut();
        }
        return given == null && !polling.isAnswering();
    }

    /** The session ends: what waits is still delivered, or dropped. */
    void end(Session.Farewell farewell) {
        lastWords = farewell == Session.Farewell.LAST_WORDS;
        if (farewell == Session.Farewell.PLAIN || farewell == Session.Farewell.NONE) {
            outbox.clear();
        } else if (farewell == Session.Farewell.DRAINED
                && !outbox.isEmpty()
                && !session.webSockets().isCarrying()) {
            drained = true;
            outbox.add(Frame.of(CLOSE));
        }
    }

    /** Drops what waits. */
    void clear() {
        outbox.clear();
    }
}
