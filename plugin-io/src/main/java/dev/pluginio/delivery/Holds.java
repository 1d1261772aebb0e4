package dev.pluginio.delivery;

import dev.pluginio.log.Position;
import dev.pluginio.transport.Client;
import dev.pluginio.transport.Room;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Clients that get nothing of an entry for a moment, because they are being given its state: what comes meanwhile is
 * kept for them. Confined to the thread that delivers.
 */
public final class Holds {

    private static final Logger LOG = LoggerFactory.getLogger(Holds.class);
    private static final int MOST_KEPT = 1_000;

    private final Supplier<Position> head;
    private final Map<Entity, List<Hold>> holds = new HashMap<>();

    /** Nothing is kept by a log that clients could come back by. */
    public Holds() {
        this(() -> Position.NOWHERE);
    }

    /**
     * Keeps nothing yet.
     *
     * @param head how far events were handed on
     */
    public Holds(Supplier<Position> head) {
        this.head = head;
    }

    private record Entity(String uid, String documentId) {}

    /** Begins to keep what comes of an entry from its client. */
    public Hold begin(Client client, String uid, String documentId) {
        Hold hold = new Hold(client, new Entity(uid, documentId));
        holds.computeIfAbsent(hold.entity, key -> new ArrayList<>(1)).add(hold);
        return hold;
    }

    /**
     * Tells who is to be left out of what is sent about an entry now.
     *
     * @param later sends it to one client
     * @return the ids of clients, who get it later
     */
    Set<String> keep(String uid, String documentId, Sending later) {
        if (holds.isEmpty()) {
            return Set.of();
        }
        List<Hold> ofEntity = holds.getOrDefault(new Entity(uid, documentId), List.of());
        for (Hold hold : ofEntity) {
            if (!hold.client.rooms().contains(Room.BEHIND)) { // else it is given all that it missed anyway
                hold.keep(later);
            }
        }
        return ofEntity.stream().map(hold -> hold.client.id()).collect(Collectors.toUnmodifiableSet());
    }

    /** Sends something to one client. */
    @FunctionalInterface
    interface Sending {
        /** Sends it now, if the client may have it now. */
        void to(Client client);
    }

    /** What is kept from one client of one entry. Its methods are to be called on the thread that delivers. */
    public final class Hold {
        private final Client client;
        private final Entity entity;
        private final Queue<Sending> kept = new ArrayDeque<>();
        private boolean overflown;
        private boolean isOwing;
        private boolean over;

        private Hold(Client client, Entity entity) {
            this.client = client;
            this.entity = entity;
        }

        private void keep(Sending later) {
            owes(Position.END);
            isOwing = true;
            if (kept.size() < MOST_KEPT) {
                kept.add(later);
            } else {
                overflown = true;
            }
        }

        private void owes(Position upTo) {
            if (client.attachment() instanceof Attendee attendee) {
                attendee.isOwed(upTo);
            }
        }

        /**
         * Sends what came so far, as if nothing had been kept until now: the client is to be given a later state, or none
         * after all, and not everything that was kept is told by a state.
         */
        public void flush() {
            kept.forEach(sending -> sending.to(client));
            kept.clear();
            if (isOwing) {
                isOwing = false;
                owes(head.get());
            }
        }

        /** Whether more came than was kept. */
        public boolean isOverflown() {
            return overflown;
        }

        /** Sends what was kept, in order, and keeps nothing any more. Idempotent. */
        public void release() {
            if (over) {
                return;
            }
            over = true;
            holds.computeIfPresent(entity, (key, all) -> {
                all.remove(this);
                return all.isEmpty() ? null : all;
            });
            if (overflown) {
                LOG.warn("{} must connect again: too much came of an entry while it was given its state", client);
                client.reconnect();
                return;
            }
            flush();
        }
    }
}
