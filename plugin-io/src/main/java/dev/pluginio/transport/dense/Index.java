package dev.pluginio.transport.dense;

import java.util.AbstractSet;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A set of what knows its own key, one of each. It costs a few bytes for each: a table of them, without an entry object.
 *
 * <p>Thread-safe; reading never waits. Whoever goes through it while others change it finds each that is in it all the
 * time exactly once: all stay in their places, and a larger table is another one.
 *
 * @param <K> the keys; equal ones mean the same
 */
public final class Index<K, V> extends AbstractSet<V> {

    private static final int LEAST = 4;
    private static final int SPARSE = 8;

    /** Where one was: what is looked for may be behind it. */
    private static final Object GONE = new Object();

    private final Function<? super V, ? extends K> keys;
    private volatile AtomicReferenceArray<@Nullable Object> table = new AtomicReferenceArray<>(LEAST);
    private volatile int size;

    /** Of those that are there, and of those that are gone. */
    private int taken;

    /**
     * An empty one.
     *
     * @param keys tells the key, which is always the same
     */
    public Index(Function<? super V, ? extends K> keys) {
        this.keys = keys;
    }

    /** A set of what has no other key than itself. */
    public static <V> Index<V, V> plain() {
        return new Index<>(Function.identity());
    }

    @Override
    public int size() {
        return size;
    }

    /** The one with this key; null if there is none. */
    public @Nullable V get(K key) {
        AtomicReferenceArray<@Nullable Object> places = table;
        int place = find(places, key);
        V found = place < 0 ? null : at(places, place);
        return found != null && keys.apply(found).equals(key) ? found : null; // its place may be another's by now
    }

    @Override
    @SuppressWarnings("unchecked") // what is of another type is not there
    public boolean contains(@Nullable Object value) {
        return value != null && get(keys.apply((V) value)) == value;
    }

    /**
     * Puts one in, in the place of another with the same key.
     *
     * @return false if it was there
     */
    @Override
    public synchronized boolean add(V value) {
        K key = keys.apply(value);
        int place = find(table, key);
        if (place >= 0) {
            boolean another = at(table, place) != value;
            table.set(place, value);
            return another;
        }
        if ((taken + 1) * 4 > table.length() * 3) {
            rebuild();
        }
        taken += put(table, key, value) ? 1 : 0;
        size = size + 1;
        return true;
    }

    /**
     * Takes one out.
     *
     * @return false if it was not there, even if another with its key is
     */
    @Override
    @SuppressWarnings("unchecked") // as above
    public synchronized boolean remove(@Nullable Object value) {
        int place = value == null ? -1 : find(table, keys.apply((V) value));
        if (place < 0 || table.get(place) != value) {
            return false;
        }
        table.set(place, GONE);
        size = size - 1;
        if (table.length() > LEAST && size * SPARSE < table.length()) {
            rebuild();
        }
        return true;
    }

    /** Where the one with a key is, or less than 0. */
    private int find(AtomicReferenceArray<@Nullable Object> places, K key) {
        int place = first(places, key);
        for (Object there = places.get(place); there != null; there = places.get(place)) {
            if (there != GONE && keys.apply(known(there)).equals(key)) {
                return place;
            }
            place = next(places, place);
        }
        return -1;
    }

    /** Puts one that is not there into the table; true if its place had never been taken. */
    private boolean put(AtomicReferenceArray<@Nullable Object> places, K key, V value) {
        int place = first(places, key);
        while (at(places, place) != null) {
            place = next(places, place);
        }
        return places.getAndSet(place, value) == null;
    }

    private int first(AtomicReferenceArray<@Nullable Object> places, K key) {
        int hash = key.hashCode();
        return (hash ^ hash >>> 16) & places.length() - 1;
    }

    private static int next(AtomicReferenceArray<@Nullable Object> places, int place) {
        return place + 1 & places.length() - 1;
    }

    /** Who is at a place; null for nobody. */
    private @Nullable V at(AtomicReferenceArray<@Nullable Object> places, int place) {
        Object there = places.get(place);
        return there == null || there == GONE ? null : known(there);
    }

    @SuppressWarnings("unchecked") // nothing else is put into the table
    private V known(Object there) {
        return (V) there;
    }

    /** Moves to a table that is at most half full. */
    private void rebuild() {
        int places = LEAST;
        while (places < 2 * (size + 1)) {
            places *= 2;
        }
        var rebuilt = new AtomicReferenceArray<@Nullable Object>(places);
        forEach(value -> put(rebuilt, keys.apply(value), value));
        taken = size;
        table = rebuilt;
    }

    @Override
    public void forEach(Consumer<? super V> action) {
        AtomicReferenceArray<@Nullable Object> places = table;
        for (int place = 0; place < places.length(); place++) {
            V value = at(places, place);
            if (value != null) {
                action.accept(value);
            }
        }
    }

    @Override
    public Iterator<V> iterator() {
        return new Walk(table);
    }

    private final class Walk implements Iterator<V> {
        private final AtomicReferenceArray<@Nullable Object> places;
        private int place;
        private @Nullable V next;

        Walk(AtomicReferenceArray<@Nullable Object> places) {
            this.places = places;
            advance();
        }

        private void advance() {
            next = null;
            while (next == null && place < places.length()) {
                next = at(places, place++);
            }
        }

        @Override
        public boolean hasNext() {
            return next != null;
        }

        @Override
        public V next() {
            V found = next;
            if (found == null) {
                throw new NoSuchElementException();
            }
            advance();
            return found;
        }
    }
}
