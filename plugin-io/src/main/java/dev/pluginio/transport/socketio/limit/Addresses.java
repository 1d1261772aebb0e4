package dev.pluginio.transport.socketio.limit;

import dev.pluginio.transport.Limits;
import java.net.InetAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;

/**
 * What each address has open and how fast it knocks. Thread-safe. Remembers a bounded number of addresses: what would
 * not be refused anyway is forgotten first, and never an address that has something open.
 */
final class Addresses {

    /** A session that polls needs two, for a moment a third to change over; and browsers keep some that are done. */
    private static final int SOCKETS_PER_CONNECTION = 4;

    private final LongSupplier nanoTime;
    private final int most;
    private volatile long interval;
    private volatile int connections;
    private final Map<AddressKey, Known> records = new ConcurrentHashMap<>();
    private final AtomicBoolean sweeping = new AtomicBoolean();

    /** From how many on a sweep is worth its time: after one, only when there are many more than it left. */
    private volatile int sweepFrom;

    /** What is known of one address; guarded by the map's lock of its key. */
    private static final class Known {
        private int sockets;
        private int connections;
        /** When the address has not knocked for so long that it may again as often as at first. */
        private long rested;

        Known(long now) {
            rested = now;
        }

        boolean isIdle() {
            return sockets == 0 && connections == 0;
        }
    }

    /** A question to, or a change of, what is known of an address. */
    @FunctionalInterface
    private interface Step {
        boolean take(Known known, long now);
    }

    /**
     * Knows nobody yet.
     *
     * @param most how many addresses that have nothing open are remembered
     */
    Addresses(Limits limits, LongSupplier nanoTime, int most) {
        this.nanoTime = nanoTime;
        this.most = most;
        this.sweepFrom = most;
        this.interval = intervalOf(limits);
        this.connections = connectionsOf(limits);
    }

    private static long intervalOf(Limits limits) {
        return limits.handshakesPerSecond() == 0 ? 0 : TimeUnit.SECONDS.toNanos(1) / limits.handshakesPerSecond();
    }

    private static int connectionsOf(Limits limits) {
        return limits.connectionsPerAddress() == 0 ? Integer.MAX_VALUE : limits.connectionsPerAddress();
    }

    void reconfigure(Limits changed) {
        interval = intervalOf(changed);
        connections = connectionsOf(changed);
    }

    /**
     * Counts a TCP connection; false if there are so many that it is to be closed at once, and was not counted.
     *
     * @param unlimited whether it counts however many there are
     */
    boolean connect(InetAddress address, boolean unlimited) {
        return step(address, (known, now) -> {
            boolean free = unlimited || known.sockets / SOCKETS_PER_CONNECTION < connections;
            if (free) {
                known.sockets++;
            }
            return free;
        });
    }

    void disconnect(InetAddress address) {
        step(address, (known, now) -> --known.sockets >= 0);
    }

    /**
     * Counts a session; false if the address has as many as it may, and it was not counted.
     *
     * @param unlimited whether it counts however many there are
     */
    boolean enter(InetAddress address, boolean unlimited) {
        return step(address, (known, now) -> {
            boolean free = unlimited || known.connections < connections;
            if (free) {
                known.connections++;
            }
            return free;
        });
    }

    void leave(InetAddress address) {
        step(address, (known, now) -> --known.connections >= 0);
    }

    /** Counts a handshake; false if there were too many lately, and it was not counted. */
    boolean knock(InetAddress address) {
        long patience = TimeUnit.SECONDS.toNanos(Limits.PATIENCE_SECONDS);
        return step(address, (known, now) -> {
            long next = (known.rested - now > 0 ? known.rested : now) + interval;
            boolean welcome = next - now <= patience;
            if (welcome) {
                known.rested = next;
            }
            return welcome;
        });
    }

    private boolean step(InetAddress address, Step step) {
        long now = nanoTime.getAsLong();
        boolean[] answer = new boolean[1];
        records.compute(AddressKey.of(address), (key, known) -> {
            Known current = known == null ? new Known(now) : known;
            answer[0] = step.take(current, now);
            return isForgettable(current, now) ? null : current;
        });
        if (records.size() > sweepFrom) {
            sweep(now);
        }
        return answer[0];
    }

    private static boolean isForgettable(Known known, long now) {
        return known.isIdle() && known.rested - now <= 0;
    }

    /** Forgets those that are rested, and if they are not enough, any that have nothing open. */
    private void sweep(long now) {
        if (!sweeping.compareAndSet(false, true)) {
            return;
        }
        try {
            records.keySet().forEach(key -> forget(key, now));
            int surplus = records.size() - most + most / 8;
            if (records.size() > most) {
                records.keySet().stream().limit(surplus).forEach(key -> forget(key, Long.MAX_VALUE));
            }
            sweepFrom = Math.max(most, records.size() + most / 8);
        } finally {
            sweeping.set(false);
        }
    }

    private void forget(AddressKey key, long now) {
        records.computeIfPresent(
                key,
                (same, known) -> known.isIdle() && (now == Long.MAX_VALUE || isForgettable(known, now)) ? null : known);
    }

    /** How many addresses are known. */
    int size() {
        return records.size();
    }
}
