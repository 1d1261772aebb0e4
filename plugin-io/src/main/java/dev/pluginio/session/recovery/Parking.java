package dev.pluginio.session.recovery;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Keeps what clients were when they left, for some time and some number of them, under secrets that only they know. Each
 * is given out once. Thread-safe; nothing here waits.
 *
 * @param <P> what is kept
 */
public final class Parking<P> {

    private static final int PID_BYTES = 16;

    private final SecureRandom random;
    private final LongSupplier nanoTime;
    private final Consumer<P> dropped;
    private RecoverySettings settings;

    /** Those that are here, or seem to be. */
    private final Map<String, Here> here = new HashMap<>();

    /** Those that have left, in that order. */
    private final Map<String, Away<P>> away = new LinkedHashMap<>();

    /** Those that were given out before they had left. */
    private final Map<String, CompletableFuture<Optional<P>>> expected = new HashMap<>();

    private record Here(Owner owner, Runnable leave) {}

    private record Away<P>(Owner owner, P kept, long since) {}

    /**
     * An empty one.
     *
     * @param random makes secrets
     * @param nanoTime a clock that only goes forward
     * @param dropped gets what nobody can take up any more; any thread that calls this; must not block
     */
    public Parking(RecoverySettings settings, SecureRandom random, LongSupplier nanoTime, Consumer<P> dropped) {
        this.settings = settings;
        this.random = random;
        this.nanoTime = nanoTime;
        this.dropped = dropped;
    }

    /** Goes by other settings from now on; whatever is too much by these is dropped. */
    public void reconfigure(RecoverySettings changed) {
        synchronized (this) {
            settings = changed;
        }
        sweep();
    }

    /** Whether clients can come back. */
    public synchronized boolean isOpen() {
        return settings.enabled();
    }

    /** A new secret: 128 random bits. */
    public String newPid() {
        byte[] bits = new byte[PID_BYTES];
        random.nextBytes(bits);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bits);
    }

    /**
     * A client with this secret is here.
     *
     * @param leave makes it leave, if the secret is shown by a client that comes while it still seems to be here
     */
    public synchronized void arrived(String pid, Owner owner, Runnable leave) {
        here.put(pid, new Here(owner, leave));
    }

    /** The client with this secret has left, or could not stay, and may come back. */
    public void park(String pid, Owner owner, P kept) {
        CompletableFuture<Optional<P>> waiting;
        boolean isOpen;
        synchronized (this) {
            here.remove(pid);
            waiting = expected.remove(pid);
            isOpen = settings.enabled();
            if (waiting == null && isOpen) {
                away.remove(pid);
                away.put(pid, new Away<>(owner, kept, nanoTime.getAsLong()));
            }
        }
        if (waiting != null) {
            waiting.complete(Optional.of(kept));
        } else if (!isOpen) {
            dropped.accept(kept);
        }
        sweep();
    }

    /** The client with this secret has left for good. */
    public void forget(String pid) {
        CompletableFuture<Optional<P>> waiting;
        synchronized (this) {
            here.remove(pid);
            waiting = expected.remove(pid);
        }
        if (waiting != null) {
            waiting.complete(Optional.empty());
        }
    }

    /**
     * Gives out what was kept, if it was of the same owner: never again then. If that client still seems to be here, it is
     * made to leave first.
     *
     * @return completes with what was kept, or empty; on the thread on which the other one leaves, if it has to
     */
    public CompletionStage<Optional<P>> claim(String untrustedPid, Owner owner) {
        sweep();
        Here other;
        CompletableFuture<Optional<P>> leaving = new CompletableFuture<>();
        synchronized (this) {
            Away<P> parked = away.get(untrustedPid);
            if (parked != null && parked.owner.equals(owner)) {
                away.remove(untrustedPid);
                return CompletableFuture.completedStage(Optional.of(parked.kept));
            }
            other = here.get(untrustedPid);
            if (other == null || !other.owner.equals(owner) || expected.putIfAbsent(untrustedPid, leaving) != null) {
                return CompletableFuture.completedStage(Optional.empty());
            }
        }
        other.leave.run();
        return leaving;
    }

    /** Drops what was kept for long enough, and the oldest of what is too much. */
    public void sweep() {
        List<P> over = new ArrayList<>(0);
        synchronized (this) {
            long oldest =
                    nanoTime.getAsLong() - settings.maxDisconnectionDuration().toNanos();
            int most = settings.enabled() ? settings.maxSessions() : 0;
            Iterator<Away<P>> all = away.values().iterator();
            while (all.hasNext()) {
                Away<P> first = all.next();
                if (away.size() <= most && first.since - oldest > 0) {
                    break;
                }
                over.add(first.kept);
                all.remove();
            }
        }
        over.forEach(dropped);
    }

    /** How many are kept. */
    public synchronized int size() {
        return away.size();
    }
}
