package dev.pluginio.bench;

import dev.pluginio.api.access.Grantee;
import dev.pluginio.api.content.Action;
import dev.pluginio.api.content.ContentCatalog;
import dev.pluginio.api.content.Entry;
import dev.pluginio.api.event.ContentChange;
import dev.pluginio.api.event.ContentEvent;
import dev.pluginio.log.Announcement;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What delivering one article of about a kilobyte costs while everybody listens: first with few and many roles and tokens
 * that all see the same, then with more and more different views among as many of them.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class DeliveryBenchmark {

    /** How many distinct views, of how many roles and tokens. */
    @Param({"1 of 40", "1 of 400", "10 of 400", "100 of 400", "400 of 400"})
    public String views = "1 of 1";

    private final CountingPolicy policy = new CountingPolicy();
    private final NullTransport transport = new NullTransport();
    private final Announcement announcement;
    private final ContentEvent event;
    private final Stages stages;

    /** Called by JMH. */
    public DeliveryBenchmark() {
        Entry article = Newsroom.sampleArticle();
        ContentChange change = ContentChange.of(Newsroom.ARTICLE, Action.UPDATE, article);
        announcement = Announcement.of(change);
        event = new ContentEvent(change, Instant.parse("2026-01-02T03:04:05.678Z"), "nWxGkLZ3QJmFvY0s6cT1bA");
        ContentCatalog catalog = Newsroom.catalog();
        stages = new Stages(catalog, List.of(Newsroom.exposure(catalog)), policy, transport);
    }

    /** Half of the audience are roles, half are tokens; all are connected. */
    @Setup(Level.Trial)
    public void everybodyArrives() {
        String[] numbers = views.split(" of ", -1);
        int distinct = Integer.parseInt(numbers[0]);
        int grantees = Integer.parseInt(numbers[1]);
        for (int i = 0; i < grantees; i++) {
            Grantee grantee = i % 2 == 0
                    ? policy.role("role" + i, Newsroom.reader(i % distinct))
                    : policy.token("token" + i, Newsroom.reader(i % distinct));
            stages.attendance().arrived(grantee);
        }
        deliver();
        if (transport.emissions() != distinct) {
            throw new IllegalStateException("expected " + distinct + " views, and there were " + transport.emissions());
        }
        long size = transport.bytes() / distinct;
        if (size < 900 || size > 1300) {
            throw new IllegalStateException("the payload is to be about a kilobyte, and is " + size + " bytes");
        }
    }

    /** Delivers the article to everybody. */
    @Benchmark
    public long deliver() {
        stages.delivery().next(announcement, event);
        return transport.bytes();
    }

    /** Ends the log's thread. */
    @TearDown(Level.Trial)
    public void close() {
        stages.close();
    }
}
