package dev.pluginio.session.entities;

import dev.pluginio.api.content.Entry;
import dev.pluginio.delivery.Standings;
import dev.pluginio.delivery.Standings.Standing;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The entries that somebody is subscribed to, and when all is told that changes those of each content type. Thread-safe.
 */
final class Following {

    private final Standings standings;
    private final EntrySource source;
    private final Map<String, CompletableFuture<@Nullable Void>> unheard = new HashMap<>();

    Following(Standings standings, EntrySource source) {
        this.standings = standings;
        this.source = source;
    }

    /** An entry that is followed, and when all its changes are told. */
    record Followed(Standing standing, CompletableFuture<@Nullable Void> heard) {}

    /** Follows an entry. What is given completes when all that changes it from now on is told. */
    Followed follow(String uid, Entry entry) {
        synchronized (unheard) {
            Standing standing = standings.follow(uid, entry);
            CompletableFuture<@Nullable Void> heard = unheard.get(uid);
            if (heard == null) {
                heard = source.unheardEnded(); // may end requests that wait, which come back here
                unheard.put(uid, heard);
            }
            return new Followed(standing, heard);
        }
    }

    /** Follows an entry no more, unless somebody else does. */
    void drop(Standing standing) {
        synchronized (unheard) {
            standings.drop(standing);
            if (!standings.isFollowed(standing.uid())) {
                unheard.remove(standing.uid());
            }
        }
    }

    /** The same for all that a client held. */
    void drop(Subscriber.Left left) {
        left.held().forEach(one -> drop(one.standing()));
    }
}
