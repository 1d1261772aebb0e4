package dev.pluginio.log.jpa;

import dev.pluginio.api.host.EventRelay;
import dev.pluginio.log.Outbox.Row;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The instance of the plugin that was here before. Transactions that began under it are written down by it until they
 * have ended; then it is forgotten, so that its class loader is free. May be called on any thread; what fails of it is
 * taken for missed.
 */
public final class Predecessor {

    private static final Logger LOG = LoggerFactory.getLogger(Predecessor.class);
    /** Longer than a thread takes that was about to give it an event when this one took over. */
    private static final Duration SHORTEST = Duration.ofSeconds(1);

    private final LongSupplier ticks;
    private final long begun;
    private final Duration longest;
    private final String writer;
    private final long gap;
    private final EventRelay relayOfOpening;
    private final EventRelay relayOfHappened;
    private volatile @Nullable Left left;
    private volatile boolean failed;
    private long missed;

    /**
     * Takes over from it.
     *
     * @param longest how long its transactions may take to end
     * @param ticks nanoseconds that only grow
     */
    public Predecessor(Left left, Duration longest, LongSupplier ticks) {
        this.left = left;
        this.writer = left.writer();
        this.gap = left.gap();
        this.relayOfOpening = left.relayOfOpening();
        this.relayOfHappened = left.relayOfHappened();
        this.longest = longest;
        this.ticks = ticks;
        this.begun = ticks.getAsLong();
    }

    /** What passes it the events that open something. */
    public EventRelay relayOfOpening() {
        return relayOfOpening;
    }

    /** What passes it all other events. */
    public EventRelay relayOfHappened() {
        return relayOfHappened;
    }

    /** Gives it an event that opens something, if that belongs to a transaction of its; tells whether it does. */
    public boolean opening(Object event) {
        Left one = left;
        return one != null && takes(one.opening(), event);
    }

    /** Gives it an event, if that belongs to a transaction of its; tells whether it does. */
    public boolean happened(Object event) {
        Left one = left;
        return one != null && takes(one.happened(), event);
    }

    /** An exception is one that the host's own work would have thrown. */
    private boolean takes(Predicate<Object> taker, Object event) {
        try {
            return taker.test(event);
        } catch (Error e) {
            failed(e);
            return false;
        }
    }

    private void failed(Throwable e) { // its classes may be out of reach
        failed = true;
        LOG.error("The plugin's former instance failed", e);
    }

    /** Whether it wrote last, and missed nothing. */
    boolean hasWrittenAll(String last) {
        return writer.equals(last) && !hasMissed();
    }

    /** The newest place of which nothing was kept by it. */
    long gap() {
        return gap;
    }

    /** Whether it missed something that it was not known to have missed when this was asked before. */
    synchronized boolean hasMissed() {
        long now = missed();
        boolean hasMore = now > missed || failed;
        missed = now;
        failed = false;
        return hasMore;
    }

    /** How much it has missed. */
    long missed() {
        return ask(one -> one.missed().getAsLong(), missed);
    }

    /** Whether it will still tell what becomes of a row. */
    boolean isHeld(long row) {
        return ask(one -> one.isHeld().test(row), false);
    }

    /** The rows that must not be told of, each once. */
    List<Row> superseded() {
        return Arrays.stream(ask(one -> one.superseded().get(), new long[0]))
                .mapToObj(Row::new)
                .toList();
    }

    /** Calls somebody whenever one of its transactions was committed. */
    void whenMoved(Runnable listener) {
        ask(
                one -> {
                    one.whenMoved().accept(listener);
                    return true;
                },
                false);
    }

    /** Whether its transactions have ended, or were given the time to. */
    boolean isOver() {
        long passed = ticks.getAsLong() - begun;
        return passed >= longest.toNanos() || passed >= SHORTEST.toNanos() && open() <= 0;
    }

    /** How many of its transactions have not ended. */
    public int open() {
        return ask(one -> one.open().getAsInt(), 0);
    }

    /** Keeps nothing of it. */
    void forget() {
        left = null;
    }

    /** Has it let go of the host, and forgets it. */
    public void release() {
        ask(
                one -> {
                    one.release().run();
                    return true;
                },
                false);
        left = null;
    }

    private <T> T ask(Function<Left, T> question, T otherwise) {
        Left one = left;
        if (one == null) {
            return otherwise;
        }
        try {
            return question.apply(one);
        } catch (RuntimeException | Error e) {
            failed(e);
            return otherwise;
        }
    }
}
