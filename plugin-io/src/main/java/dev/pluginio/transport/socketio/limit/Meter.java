package dev.pluginio.transport.socketio.limit;

import dev.pluginio.transport.Limits;
import java.util.function.LongSupplier;

/**
 * Measures what one client sends. Confined to one thread.
 *
 * <p>It is asked for every packet, so it looks at the clock only when what was granted is used up: then the time since
 * the last look is turned into a new grant, of {@link Limits#PATIENCE_SECONDS} seconds' worth at the most. In the long
 * run no client gets more than its limit; at once it gets at most two grants.
 */
public final class Meter {

    private static final double SECOND = 1e9;

    private final Rates rates;
    private int packets;
    private int bytes;
    private long packetsGranted;
    private long bytesGranted;

    /**
     * What clients may send; the same for very many.
     *
     * @param packetsPerSecond how many packets in the long run; 0 for any number
     * @param mostPackets how many at once
     * @param bytesPerSecond how many bytes in the long run; 0 for any number
     * @param mostBytes how many at once
     * @param nanoTime a clock that only goes forward
     */
    public record Rates(
            int packetsPerSecond, int mostPackets, int bytesPerSecond, int mostBytes, LongSupplier nanoTime) {

        /**
         * Those of some limits.
         *
         * @param maxPayload the largest message, which is always granted to a client that has sent nothing for long enough
         */
        public static Rates of(Limits limits, int maxPayload, LongSupplier nanoTime) {
            return new Rates(
                    limits.packetsPerSecond(),
                    grant(limits.packetsPerSecond(), 1),
                    limits.bytesPerSecond(),
                    grant(limits.bytesPerSecond(), maxPayload),
                    nanoTime);
        }

        /** Whether they grant as much in the long run. */
        public boolean areAs(Rates other) {
            return this == other
                    || packetsPerSecond == other.packetsPerSecond && bytesPerSecond == other.bytesPerSecond;
        }

        /** The same, with at least so many bytes at once. */
        public Rates granting(int maxPayload) {
            return new Rates(
                    packetsPerSecond, mostPackets, bytesPerSecond, grant(bytesPerSecond, maxPayload), nanoTime);
        }

        private static int grant(int perSecond, int least) {
            long grant = perSecond == 0 ? Integer.MAX_VALUE : (long) perSecond * Limits.PATIENCE_SECONDS;
            return (int) Math.min(Integer.MAX_VALUE, Math.max(grant, least));
        }
    }

    /** Begins with a full grant. */
    public Meter(Rates rates) {
        this.rates = rates;
        this.packets = rates.mostPackets();
        this.bytes = rates.mostBytes();
        this.packetsGranted = rates.nanoTime().getAsLong();
        this.bytesGranted = packetsGranted;
    }

    /** By what it measures. */
    public Rates rates() {
        return rates;
    }

    /**
     * Counts a packet.
     *
     * @param size its bytes, at least 0
     * @return whether it is within the limits
     */
    public boolean take(int size) {
        return (--packets >= 0 || renewPackets()) && takeBytes(size);
    }

    /**
     * Counts bytes that are no packet of their own.
     *
     * @param size how many, at least 0
     * @return whether they are within the limits
     */
    public boolean takeBytes(int size) {
        return (bytes -= size) >= 0 || renewBytes();
    }

    private boolean renewPackets() {
        if (rates.packetsPerSecond() == 0) {
            packets = rates.mostPackets();
            return true;
        }
        long now = rates.nanoTime().getAsLong();
        packets += (int) Math.min(rates.mostPackets(), earned(now - packetsGranted, rates.packetsPerSecond()));
        packetsGranted = now;
        return packets >= 0;
    }

    private boolean renewBytes() {
        if (rates.bytesPerSecond() == 0) {
            bytes = rates.mostBytes();
            return true;
        }
        long now = rates.nanoTime().getAsLong();
        bytes += (int) Math.min(rates.mostBytes(), earned(now - bytesGranted, rates.bytesPerSecond()));
        bytesGranted = now;
        return bytes >= 0;
    }

    private static long earned(long nanos, int perSecond) {
        return (long) (nanos / SECOND * perSecond);
    }
}
