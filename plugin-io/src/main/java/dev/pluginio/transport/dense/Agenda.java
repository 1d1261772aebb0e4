package dev.pluginio.transport.dense;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What is due, the earliest first. An entry knows its own place, so that it can be moved and taken out without being looked
 * for, and costs a place in a table and nothing else. Not thread-safe.
 */
public final class Agenda<E extends Agenda.Entry> {

    private static final int FEW = 16;

    /** Something that is due at some time. */
    public abstract static class Entry {
        private static final int NOWHERE = -1;

        private long due;
        private int place = NOWHERE;

        /** When it is due, by the clock of whoever keeps the agenda. */
        public final long due() {
            return due;
        }
    }

    private @Nullable Entry[] heap = new @Nullable Entry[FEW];
    private int size;

    /** What is due first; null if nothing is. */
    @SuppressWarnings("unchecked") // nothing else is put there
    public @Nullable E first() {
        return size == 0 ? null : (E) heap[0];
    }

    /** Puts an entry on the agenda, or moves it. */
    public void put(E entry, long due) {
        remove(entry);
        ((Entry) entry).due = due;
        if (size == heap.length) {
            heap = Arrays.copyOf(heap, size * 2);
        }
        up(entry, size++);
    }

    /** Takes an entry off; without effect if it is not there. */
    public void remove(Entry entry) {
        int place = entry.place;
        if (place == Entry.NOWHERE) {
            return;
        }
        entry.place = Entry.NOWHERE;
        Entry last = at(--size);
        heap[size] = null;
        if (last != entry) {
            down(last, place);
            if (last.place == place) {
                up(last, place);
            }
        }
    }

    private void up(Entry entry, int from) {
        int place = from;
        while (place > 0 && isBefore(entry, at((place - 1) / 2))) {
            set(at((place - 1) / 2), place);
            place = (place - 1) / 2;
        }
        set(entry, place);
    }

    private void down(Entry entry, int from) {
        int place = from;
        while (2 * place + 1 < size) {
            int child = 2 * place + 1;
            if (child + 1 < size && isBefore(at(child + 1), at(child))) {
                child++;
            }
            if (!isBefore(at(child), entry)) {
                break;
            }
            set(at(child), place);
            place = child;
        }
        set(entry, place);
    }

    private static boolean isBefore(Entry one, Entry other) {
        return one.due - other.due < 0; // the clock may run over
    }

    private Entry at(int place) {
        Entry entry = heap[place];
        if (entry == null) {
            throw new IllegalStateException("nothing at place " + place + " of " + size);
        }
        return entry;
    }

    private void set(Entry entry, int place) {
        heap[place] = entry;
        entry.place = place;
    }
}
