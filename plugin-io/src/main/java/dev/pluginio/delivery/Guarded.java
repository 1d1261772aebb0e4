package dev.pluginio.delivery;

import dev.pluginio.api.realtime.IoContext;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An extension that is asked on the thread that carries events for everybody, and whose time is therefore measured. */
final class Guarded<T> {

    private static final Logger LOG = LoggerFactory.getLogger(Guarded.class);
    private static final long SLOW_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long BETWEEN_WARNINGS = TimeUnit.SECONDS.toNanos(10);
    private static final long BETWEEN_ERRORS = TimeUnit.SECONDS.toNanos(1);

    private final Contribution<T> contribution;
    private final String name;
    private final Set<String> contentTypes;
    private final LongSupplier nanoTime;
    private final AtomicLong quietUntil;
    private final AtomicLong silentUntil;

    /**
     * Guards an extension.
     *
     * @param name as it told; blank for that of its class
     * @param contentTypes the uids of those it is for, as it told
     * @param nanoTime a clock for intervals, in nanoseconds
     */
    Guarded(Contribution<T> contribution, String name, Set<String> contentTypes, LongSupplier nanoTime) {
        this.contribution = contribution;
        this.name = name.isBlank() ? contribution.extension().getClass().getName() : name;
        this.contentTypes = Set.copyOf(contentTypes);
        this.nanoTime = nanoTime;
        this.quietUntil = new AtomicLong(nanoTime.getAsLong());
        this.silentUntil = new AtomicLong(nanoTime.getAsLong());
    }

    Contribution<T> contribution() {
        return contribution;
    }

    String name() {
        return name;
    }

    Set<String> contentTypes() {
        return contentTypes;
    }

    /** Asks it, in its context; what it throws is thrown. */
    <R> R ask(BiFunction<T, IoContext, R> question) {
        long begun = nanoTime.getAsLong();
        try {
            return question.apply(contribution.extension(), contribution.context());
        } finally {
            long now = nanoTime.getAsLong();
            if (now - begun > SLOW_NANOS && isTime(quietUntil, now, BETWEEN_WARNINGS)) {
                LOG.warn(
                        "{} took {} ms, during which nobody heard anything; it must not wait for anything",
                        this,
                        TimeUnit.NANOSECONDS.toMillis(now - begun));
            }
        }
    }

    /** Logs that something is lost because it failed, unless that was logged less than a second ago. */
    void failed(String lost, Throwable failure) {
        if (isTime(silentUntil, nanoTime.getAsLong(), BETWEEN_ERRORS)) {
            LOG.error("{} failed: {}; not logged again within a second", this, lost, failure);
        } else {
            LOG.debug("{} failed: {}", this, lost);
        }
    }

    private static boolean isTime(AtomicLong next, long now, long between) {
        long until = next.get();
        return now - until >= 0 && next.compareAndSet(until, now + between);
    }

    @Override
    public String toString() {
        return "'" + name + "' of plugin " + contribution.plugin();
    }
}
