package dev.pluginio.session;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Remembers which users' rights changed lately, so that a change made while a client is being admitted is not
 * overlooked. Of changes too long ago to be remembered it says that anybody may have changed. Thread-safe.
 */
final class RecentChanges {

    private static final int REMEMBERED = 10_000;

    private final Map<String, Long> users = new LinkedHashMap<>();
    private long now;
    private long forgotten;

    synchronized long now() {
        return now;
    }

    synchronized void note(@Nullable String user) {
        now++;
        if (user == null) {
            return;
        }
        users.remove(user); // to the end
        users.put(user, now);
        if (users.size() > REMEMBERED) {
            Iterator<Long> oldest = users.values().iterator();
            forgotten = oldest.next();
            oldest.remove();
        }
    }

    synchronized boolean hasChanged(String user, long since) {
        return since < forgotten || users.getOrDefault(user, 0L) > since;
    }
}
