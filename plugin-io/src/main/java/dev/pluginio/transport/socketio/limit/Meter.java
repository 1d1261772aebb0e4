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

    private final LongSupplier nanoTime;
    private final int packetsPerSecond;
    private final int bytesPerSecond;
    private final int mostPackets;
    private final int mostBytes;

    private int packets;
    private int bytes;
    private long packetsGranted;
    private long bytesGranted;

    /**
     * Begins with a full grant.
     *
     * @param maxPayload the largest message, which is always granted to a client that has sent nothing for long enough
     * @param nanoTime a clock that only goes forward
     */
    public Meter(Limits limits, int maxPayload, LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.packetsPerSecond = limits.packetsPerSecond();
        this.bytesPerSecond = limits.bytesPerSecond();
        this.mostPackets = grant(packetsPerSecond, 1);
        this.mostBytes = grant(bytesPerSecond, maxPayload);
        this.packets = mostPackets;
        this.bytes = mostBytes;
        this.packetsGranted = nanoTime.getAsLong();
        this.bytesGranted = packetsGranted;
    }

    private static int grant(int perSecond, int least) {
        long grant = perSecond == 0 ? Integer.MAX_VALUE : (long) perSecond * Limits.PATIENCE_SECONDS;
        return (int) Math.min(Integer.MAX_VALUE, Math.max(grant, least));
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
        if (packetsPerSecond == 0) {
            packets = mostPackets;
            return true;
        }
        long now = nanoTime.getAsLong();
        packets += (int) Math.min(mostPackets, earned(now - packetsGranted, packetsPerSecond));
        packetsGranted = now;
        return packets >= 0;
    }

    private boolean renewBytes() {
        if (bytesPerSecond == 0) {
            bytes = mostBytes;
            return true;
        }
        long now = nanoTime.getAsLong();
        bytes += (int) Math.min(mostBytes, earned(now - bytesGranted, bytesPerSecond));
        bytesGranted = now;
        return bytes >= 0;
    }

    private static long earned(long nanos, int perSecond) {
        return (long) (nanos / SECOND * perSecond);
    }
}
