package dev.pluginio.bench;

import dev.pluginio.api.access.Permissions;
import dev.pluginio.api.content.ContentCatalog;
import dev.pluginio.api.content.Entry;
import dev.pluginio.api.realtime.Reach;
import dev.pluginio.monitor.Counters.Count;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How many emits a second the service takes while 200 roles and 200 API tokens may hear of the article and the one client
 * that is connected may not. Fails if the host was asked anything, or anything was sent.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 3)
@Fork(1)
public class EmitBenchmark {

    private static final int ROLES = 200;
    private static final int TOKENS = 200;

    private final CountingPolicy policy = new CountingPolicy();
    private final NullTransport transport = new NullTransport();
    private final Entry article = Newsroom.sampleArticle();
    private final Stages stages;
    private long questionsBefore;

    /** Called by JMH. */
    public EmitBenchmark() {
        for (int i = 0; i < ROLES; i++) {
            policy.role("role" + i, Newsroom.reader(i));
        }
        for (int i = 0; i < TOKENS; i++) {
            policy.token("token" + i, Newsroom.reader(ROLES + i));
        }
        ContentCatalog catalog = Newsroom.catalog();
        stages = new Stages(catalog, List.of(Newsroom.exposure(catalog)), policy, transport);
        stages.attendance().arrived(policy.role("deaf", Permissions.none()));
    }

    /** One thread emits. */
    @Benchmark
    @Threads(1)
    public CompletionStage<Reach> oneThread() {
        return stages.service().emit("update", Newsroom.ARTICLE, article);
    }

    /** Two threads emit. */
    @Benchmark
    @Threads(2)
    public CompletionStage<Reach> twoThreads() {
        return stages.service().emit("update", Newsroom.ARTICLE, article);
    }

    /** The first emit asks the host for its permissions; none after it may. */
    @Setup(Level.Trial)
    public void askOnce() {
        stages.service().emit("update", Newsroom.ARTICLE, article);
        questionsBefore = policy.questions();
        if (questionsBefore < ROLES + TOKENS) {
            throw new IllegalStateException("the permissions were not read: " + questionsBefore + " questions");
        }
    }

    /** Fails where the host was asked, or the article was sent. */
    @TearDown(Level.Iteration)
    public void checkThatNobodyWasAsked() {
        long questions = policy.questions() - questionsBefore;
        long appended = stages.counters().get(Count.EVENTS_APPENDED);
        if (questions != 0 || appended != 0 || transport.emissions() != 0) {
            throw new IllegalStateException("asked the host " + questions + " times, appended " + appended
                    + " events, sent " + transport.emissions());
        }
    }

    /** Ends the log's thread. */
    @TearDown(Level.Trial)
    public void close() {
        stages.close();
    }
}
