package dev.pluginio.sample.access;

import dev.pluginio.api.access.AccessChange;
import dev.pluginio.api.access.AccessListener;
import dev.pluginio.api.access.PermissionPolicy.Registration;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells listeners that somebody's rights changed, and waits until the old rights are out of use. */
public final class AccessChanges {

    private static final Logger log = LoggerFactory.getLogger(AccessChanges.class);

    private final List<AccessListener> listeners = new CopyOnWriteArrayList<>();
    private final Duration patience;

    /**
     * Makes a list without listeners.
     *
     * @param patience how long an administrator's request waits for the listeners at the most
     */
    public AccessChanges(Duration patience) {
        this.patience = patience;
    }

    /**
     * Adds a listener.
     *
     * @param listener what to call
     * @return ends the listening
     */
    public Registration addListener(AccessListener listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    /**
     * Tells of a change. To be called after the commit.
     *
     * @param change what changed
     */
    public void tell(AccessChange change) {
        CompletableFuture<?>[] done =
                listeners.stream().flatMap(listener -> tell(listener, change)).toArray(CompletableFuture<?>[]::new);
        try {
            CompletableFuture.allOf(done).get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            log.warn("{} was told, but after {} ms the old rights may still be in use", change, patience.toMillis());
        } catch (ExecutionException e) {
            log.warn("{} was told, but a listener failed", change, e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A listener that throws keeps nobody else from hearing. */
    private static Stream<CompletableFuture<Void>> tell(AccessListener listener, AccessChange change) {
        try {
            return Stream.of(listener.changed(change).toCompletableFuture());
        } catch (RuntimeException e) {
            log.warn("{} failed to hear of {}", listener.getClass().getName(), change, e);
            return Stream.empty();
        }
    }
}
