package dev.pluginio.transport.socketio;

import java.util.AbstractSet;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * A set of clients that costs a few bytes for each: a table of them, without an entry object. There are as many
 * memberships as clients and rooms together, and several sets know each.
 *
 * <p>One thread at a time may change it. Others may go through it meanwhile, and find each client that is in it all the
 * time exactly once: clients stay in their places, and a larger table is another one.
 */
final class Members extends AbstractSet<Member> {

    private static final int LEAST = 4;
    private static final int SPARSE = 8;

    /** Where a client was: what is looked for may be behind it. */
    private static final Object GONE = new Object();

    private volatile @Nullable Object[] table = new @Nullable Object[LEAST];
    private int size;

    /** Of clients, and of those that are gone. */
    private int taken;

    @Override
    public int size() {
        return size;
    }

    @Override
    public boolean contains(@Nullable Object member) {
        return member != null && find(table, member) >= 0;
    }

    @Override
    public boolean add(Member member) {
        if (find(table, member) >= 0) {
            return false;
        }
        if ((taken + 1) * 4 > table.length * 3) {
            rebuild();
        }
        taken += put(table, member) ? 1 : 0;
        size++;
        return true;
    }

    @Override
    public boolean remove(@Nullable Object member) {
        @Nullable Object[] places = table;
        int place = member == null ? -1 : find(places, member);
        if (place < 0) {
            return false;
        }
        places[place] = GONE;
        size--;
        if (places.length > LEAST && size * SPARSE < places.length) {
            rebuild();
        }
        return true;
    }

    /** Where a client is, or less than 0. */
    private static int find(@Nullable Object[] places, Object member) {
        int place = first(places, member);
        while (places[place] != null) {
            if (places[place] == member) {
                return place;
            }
            place = place + 1 & places.length - 1;
        }
        return -1;
    }

    /** Puts a client that is not there into the table; true if its place had never been taken. */
    private static boolean put(@Nullable Object[] places, Object member) {
        int place = first(places, member);
        while (places[place] != null && places[place] != GONE) {
            place = place + 1 & places.length - 1;
        }
        boolean fresh = places[place] == null;
        places[place] = member;
        return fresh;
    }

    private static int first(@Nullable Object[] places, Object member) {
        return System.identityHashCode(member) & places.length - 1;
    }

    /** Moves to a table that is at most half full. */
    private void rebuild() {
        int places = LEAST;
        while (places < 2 * (size + 1)) {
            places *= 2;
        }
        var rebuilt = new @Nullable Object[places];
        for (Member member : this) {
            put(rebuilt, member);
        }
        taken = size;
        table = rebuilt;
    }

    @Override
    public Iterator<Member> iterator() {
        return new Walk(table);
    }

    private static final class Walk implements Iterator<Member> {
        private final @Nullable Object[] places;
        private int place;
        private @Nullable Member next;

        Walk(@Nullable Object[] places) {
            this.places = places;
            advance();
        }

        private void advance() {
            next = null;
            while (next == null && place < places.length) {
                // looked at once: another thread may be writing it
                next = places[place++] instanceof Member member ? member : null;
            }
        }

        @Override
        public boolean hasNext() {
            return next != null;
        }

        @Override
        public Member next() {
            Member found = next;
            if (found == null) {
                throw new NoSuchElementException();
            }
            advance();
            return found;
        }
    }
}
