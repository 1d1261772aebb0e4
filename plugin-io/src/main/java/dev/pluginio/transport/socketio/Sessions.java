package dev.pluginio.transport.socketio;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The connections that are open, by the id that only their client knows. */
final class Sessions {

    private static final int ID_BYTES = 18;
    private static final int MAX_TOMBSTONES = 1024;

    private final SecureRandom random;
    private final Map<String, Session> open = new ConcurrentHashMap<>();
    private final Map<String, Boolean> tombstones = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > MAX_TOMBSTONES;
        }
    };

    Sessions(SecureRandom random) {
        this.random = random;
    }

    /** An id of 144 random bits. */
    String newId() {
        byte[] bytes = new byte[ID_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    void add(Session session) {
        open.put(session.sid(), session);
    }

    @Nullable
    Session get(String sid) {
        return open.get(sid);
    }

    synchronized void remove(Session session) {
        if (open.remove(session.sid()) != null && open.isEmpty()) {
            notifyAll();
        }
    }

    /** Waits until all are closed, but not for long. */
    synchronized void awaitNone(long seconds) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        try {
            for (long left = end - System.nanoTime(); !open.isEmpty() && left > 0; left = end - System.nanoTime()) {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    Collection<Session> all() {
        return open.values();
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
