package dev.pluginio.transport.socketio;

import dev.pluginio.transport.dense.Index;
import dev.pluginio.transport.socketio.limit.Doorkeeper;
import java.security.SecureRandom;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The connections that are open, by the id that only their client knows. */
final class Sessions {

    private static final int MAX_TOMBSTONES = 1024;

    private static final Logger LOG = LoggerFactory.getLogger(Sessions.class);

    private final SecureRandom random;
    private final Doorkeeper doorkeeper;
    private volatile @Nullable CountDownLatch emptied;
    private final Index<RandomId, Session> open = new Index<>(Session::id);
    private final Map<String, Boolean> tombstones = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > MAX_TOMBSTONES;
        }
    };

    Sessions(SecureRandom random, Doorkeeper doorkeeper) {
        this.random = random;
        this.doorkeeper = doorkeeper;
    }

    /** An id that nobody has. */
    RandomId newId() {
        return RandomId.next(random);
    }

    Doorkeeper doorkeeper() {
        return doorkeeper;
    }

    /** One that the doorkeeper has counted. */
    void add(Session session) {
        open.add(session);
    }

    @Nullable
    Session get(String sid) {
        RandomId id = RandomId.of(sid);
        return id == null ? null : open.get(id);
    }

    void remove(Session session) {
        if (open.remove(session)) {
            doorkeeper.leave(session.remoteAddress());
        }
        CountDownLatch waiting = emptied;
        if (waiting != null && open.isEmpty()) {
            waiting.countDown();
        }
    }

    /** Waits until all are closed, but not for long. Called once, when no more are opened. */
    void awaitNone(long seconds) {
        CountDownLatch waiting = new CountDownLatch(1);
        emptied = waiting;
        if (open.isEmpty()) {
            return;
        }
        try {
            boolean inTime = waiting.await(seconds, TimeUnit.SECONDS);
            if (!inTime) {
                LOG.warn("{} connections did not close in {} s", open.size(), seconds);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    Collection<Session> all() {
        return open;
    }

    /** Remembers that the client itself closed the session: one poll of it may still be on the way. */
    void bury(Session session) {
        synchronized (tombstones) {
            tombstones.put(session.sid(), true);
        }
    }

    /** Whether this is the one poll that may follow. */
    boolean isLatePoll(String sid) {
        synchronized (tombstones) {
            return tombstones.remove(sid) != null;
        }
    }
}
