package dev.pluginio.session.recovery;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what clients were when they left, for some time and some number of them, under secrets that only they know. Each
 * is given out once. Thread-safe; nothing here waits.
 *
 * @param <P> what is kept
 */
public final class Parking<P> {

    /** How long somebody waits for the place of a connection that is to end. */
    static final long PATIENCE_SECONDS = 5;

    private static final int PID_BYTES = 16;

    private final SecureRandom random;
    private final LongSupplier nanoTime;
    private final Consumer<P> dropped;
    private RecoverySettings settings;

    /** Those that are here, or seem to be, or are being decided about. */
    private final Map<String, Here> here = new HashMap<>();

    /** Those that have left. */
    private final Lot<P> away = new Lot<>();

    /** Those that wait until somebody has left, or until it is decided whether they come. */
    private final Map<String, Expected<P>> expected = new HashMap<>();

    private record Here(Owner owner, Runnable leave) {}

    private record Expected<P>(CompletableFuture<Optional<P>> stay, long since) {}

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
    public void arrived(String pid, Owner owner, Runnable leave) {
        boolean isWaitedFor;
        synchronized (this) {
            here.put(pid, new Here(owner, leave));
            isWaitedFor = expected.containsKey(pid);
        }
        if (isWaitedFor) {
            leave.run();
        }
    }

    /** The client with this secret has left, or could not stay, and may come back. */
    public void park(String pid, Owner owner, P kept) {
        Expected<P> waiting;
        boolean isOpen;
        synchronized (this) {
            here.remove(pid);
            waiting = expected.remove(pid);
            isOpen = settings.enabled();
            if (waiting == null && isOpen) {
                away.put(pid, new Lot.Kept<>(owner, kept, nanoTime.getAsLong()));
            } else if (waiting != null) {
                isDecidedAbout(pid, owner);
            }
        }
        if (waiting != null) {
            waiting.stay.complete(Optional.of(kept));
        } else if (!isOpen) {
            dropped.accept(kept);
        }
        sweep();
    }

    /** The client with this secret has left for good, or what was kept under it is of no use any more. */
    public void forget(String pid) {
        Expected<P> waiting;
        synchronized (this) {
            here.remove(pid);
            waiting = expected.remove(pid);
        }
        if (waiting != null) {
            waiting.stay.complete(Optional.empty());
        }
    }

    /**
     * Gives out what was kept, if it was of the same owner: never again then. Whoever is given it has to say what becomes
     * of it: by {@link #arrived}, {@link #park} or {@link #forget}. If that client still seems to be here, it is made to
     * leave first; if another connection was just given it, or is being given it, that is waited for. The latest of several
     * that wait gets it.
     *
     * @param elsewhere what was kept elsewhere under this secret; asked if nothing is known of it here, for one at a time
     * @return completes with what was kept, or empty; if it has to wait, on the thread that ends that, within
     *     {@value #PATIENCE_SECONDS} seconds and the time between two calls of {@link #sweep}
     */
    public CompletionStage<Optional<P>> claim(
            String untrustedPid, Owner owner, Supplier<CompletionStage<Optional<P>>> elsewhere) {
        sweep();
        @Nullable Here other;
        boolean isUnknown;
        Expected<P> own = new Expected<>(new CompletableFuture<>(), nanoTime.getAsLong());
        @Nullable Expected<P> older = null;
        synchronized (this) {
            Lot.Kept<P> parked = away.get(untrustedPid);
            if (parked != null && parked.owner().equals(owner)) {
                away.remove(untrustedPid);
                isDecidedAbout(untrustedPid, owner);
                return CompletableFuture.completedStage(Optional.of(parked.what()));
            }
            other = here.get(untrustedPid);
            isUnknown = other == null && parked == null;
            if (isUnknown) {
                isDecidedAbout(untrustedPid, owner);
            } else if (other != null && other.owner.equals(owner)) {
                older = expected.put(untrustedPid, own);
            }
        }
        if (isUnknown) {
            return elsewhere
                    .get()
                    .whenComplete((found, failed) -> decided(untrustedPid, owner, failed == null && found.isPresent()));
        } else if (other == null || !other.owner.equals(owner)) {
            return elsewhere.get(); // whoever else shows it keeps nobody from what is theirs
        } else if (older == null) {
            other.leave.run();
        } else {
            older.stay.complete(Optional.empty());
        }
        return own.stay;
    }

    /** Whoever waits for what was not found, or could not be read, gets nothing either. */
    private void decided(String pid, Owner owner, boolean isFound) {
        @Nullable Expected<P> waiting = null;
        synchronized (this) {
            @Nullable Here known = here.get(pid);
            if (!isFound && known != null && known.owner.equals(owner)) {
                here.remove(pid);
                waiting = expected.remove(pid);
            }
        }
        if (waiting != null) {
            waiting.stay.complete(Optional.empty());
        }
    }

    private void isDecidedAbout(String pid, Owner owner) {
        here.put(pid, new Here(owner, () -> {}));
    }

    /** Drops what was kept for long enough, and of what is too much; whoever has waited for long enough gets nothing. */
    public void sweep() {
        List<P> over = new ArrayList<>(0);
        List<Expected<P>> inVain = new ArrayList<>(0);
        synchronized (this) {
            long now = nanoTime.getAsLong();
            long oldest = now - settings.maxDisconnectionDuration().toNanos();
            int most = settings.enabled() ? settings.maxSessions() : 0;
            for (Lot.Kept<P> kept = away.takeOldest(oldest); kept != null; kept = away.takeOldest(oldest)) {
                over.add(kept.what());
            }
            while (away.size() > most) {
                over.add(Objects.requireNonNull(away.takeOfMost()).what());
            }
            expected.values().removeIf(waiting -> {
                boolean isOver = now - waiting.since >= TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
                return isOver && inVain.add(waiting);
            });
        }
        over.forEach(dropped);
        inVain.forEach(waiting -> waiting.stay.complete(Optional.empty()));
    }

    /** Something of what is kept that fits; empty if nothing does. */
    public synchronized Optional<P> find(Predicate<P> fitting) {
        return away.find(fitting);
    }

    /** How many are kept. */
    public synchronized int size() {
        return away.size();
    }
}
