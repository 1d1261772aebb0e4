package dev.pluginio.sample.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.pluginio.sample.problem.Problem;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Limits how often an address may fail to log in: with one name, and with any. Success costs nothing. */
public final class LoginLimit {

    private static final Duration WINDOW = Duration.ofMinutes(1);
    private static final long REMEMBERED = 100_000;

    private final Cache<String, Bucket> buckets = Caffeine.newBuilder()
            .maximumSize(REMEMBERED)
            .expireAfterAccess(WINDOW.multipliedBy(2))
            .build();
    private final int perName;
    private final int perAddress;
    private final TimeMeter time;

    /**
     * Makes a limit.
     *
     * @param perName failures a minute of one address with one name
     * @param perAddress failures a minute of one address with any name
     * @param clock tells how much of a minute is over
     */
    public LoginLimit(int perName, int perAddress, Clock clock) {
        this.perName = perName;
        this.perAddress = perAddress;
        this.time = new TimeMeter() {
            @Override
            public long currentTimeNanos() {
                return TimeUnit.MILLISECONDS.toNanos(clock.millis());
            }

            @Override
            public boolean isWallClockBased() {
                return true;
            }
        };
    }

    /** Counts an attempt; {@link Attempt#succeeded()} takes it back. */
    Attempt attempt(String address, String identifier) {
        Bucket ofAddress = bucket(address, perAddress);
        consume(ofAddress);
        Bucket ofName = bucket(address + " " + identifier.toLowerCase(Locale.ROOT), perName);
        consume(ofName);
        return () -> {
            ofAddress.addTokens(1);
            ofName.addTokens(1);
        };
    }

    /** An attempt to log in that was counted as a failure. */
    @FunctionalInterface
    interface Attempt {
        void succeeded();
    }

    private Bucket bucket(String key, int capacity) {
        return buckets.get(
                key,
                unused -> Bucket.builder()
                        .addLimit(limit -> limit.capacity(capacity).refillGreedy(capacity, WINDOW))
                        .withCustomTimePrecision(time)
                        .build());
    }

    private static void consume(Bucket bucket) {
        ConsumptionProbe probe = bucket.tryConsumeAndReturnRemaining(1);
        if (!probe.isConsumed()) {
            throw Problem.tooMany(1 + TimeUnit.NANOSECONDS.toSeconds(probe.getNanosToWaitForRefill()));
        }
    }
}
