package dev.pluginio.e2e.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pluginio.e2e.driver.Cms;
import dev.pluginio.e2e.driver.Frame;
import dev.pluginio.e2e.driver.SampleHost;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Several writers write the same few articles at once. Each write sets the title or the slug to something new, so that
 * the two together tell which write a frame is of. Nobody can say beforehand in which order the writes are committed;
 * but what a listener hears must be exactly the writes that were accepted, in an order in which each found what the
 * one before had left, and the last one heard must be the state that the article stays in.
 */
final class Contest {

    private static final int WRITERS = 4;
    private static final int WRITES = 4;
    private static final int ARTICLES = 2;
    private static final int LATEST_MILLIS = 25;

    private final SampleHost host;
    private final World world;
    private final Model model;
    private final Dice dice;
    private int made;

    Contest(SampleHost host, World world, Model model, Dice dice) {
        this.host = host;
        this.world = world;
        this.model = model;
        this.dice = dice;
    }

    /**
     * A request that is to be sent; a delete if there is no field.
     *
     * @param field what is changed
     * @param value what it is changed to
     */
    private record Plan(Item item, @Nullable String field, String value) {}

    /** One request, when it was sent and when its answer was there. */
    private record Attempt(Plan plan, long sent, long answered, Cms.Answer answer) {
        Item item() {
            return plan.item();
        }

        /** What tells the write from all others: the entry and what the write left it as. */
        String mark() {
            return plan.field() == null ? "delete " + item().documentId() : Contest.mark(answer.data());
        }

        @Override
        public String toString() {
            return (plan.field() == null ? "delete" : plan.field() + "=" + plan.value()) + " of " + item() + " ("
                    + answer.status() + ")";
        }
    }

    private static String mark(JsonNode state) {
        return state.path("documentId").asText() + " " + state.path("title").asText() + " "
                + state.path("slug").asText();
    }

    /**
     * What came of it.
     *
     * @param writes how many requests were sent
     * @param accepted those that succeeded
     * @param asked when an administrator asked for a change of rights, if one did
     * @param acknowledged when that was answered
     */
    record Result(int writes, List<Attempt> accepted, long asked, long acknowledged) {

        /** The titles that the article was given. */
        Set<String> titles(Item article) {
            return accepted.stream()
                    .filter(attempt -> attempt.item().documentId().equals(article.documentId()))
                    .map(attempt -> attempt.answer().data().path("title").asText())
                    .collect(Collectors.toSet());
        }

        private boolean isLate(Attempt attempt) {
            return attempt.sent() - acknowledged > 0;
        }
    }

    /** What is written, when it is known what. */
    List<Item> choose(Person witness) {
        return dice.some(
                world.all(Kind.ARTICLE).stream()
                        .filter(article -> isHeard(witness, article))
                        .toList(),
                ARTICLES);
    }

    /**
     * Lets them write, and waits for all answers.
     *
     * @param articles what they write; not empty
     * @param meanwhile is done at some moment while they do
     */
    Result hold(List<Item> articles, Runnable meanwhile) {
        long wait = TimeUnit.MICROSECONDS.toNanos(dice.below(LATEST_MILLIS * 1000));
        List<List<Plan>> plans = new ArrayList<>();
        for (int writer = 0; writer < WRITERS; writer++) {
            plans.add(plan(articles, writer == 0 && dice.chance(0.3)));
        }
        ExecutorService threads = Executors.newFixedThreadPool(WRITERS + 1);
        try {
            CountDownLatch start = new CountDownLatch(WRITERS + 1);
            Future<long[]> change = threads.submit(() -> {
                start.countDown();
                start.await();
                LockSupport.parkNanos(wait);
                long asked = System.nanoTime();
                meanwhile.run();
                return new long[] {asked, System.nanoTime()};
            });
            List<Future<List<Attempt>>> running = new ArrayList<>();
            plans.forEach(plan -> running.add(threads.submit(() -> write(plan, start))));
            List<Attempt> accepted = new ArrayList<>();
            for (Future<List<Attempt>> writer : running) {
                writer.get().stream().filter(attempt -> attempt.answer().isOk()).forEach(accepted::add);
            }
            long[] changed = change.get();
            return new Result(plans.stream().mapToInt(List::size).sum(), accepted, changed[0], changed[1]);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (ExecutionException e) {
            throw new AssertionError("a writer failed: " + e.getCause(), e);
        } finally {
            threads.shutdownNow();
        }
    }

    /** Tells whether the witness hears of its changes; with onlyPublished nobody hears of a draft's. */
    private boolean isHeard(Person witness, Item article) {
        return !model.frames(witness.ear(), Change.updated(article, article)).isEmpty();
    }

    private List<Plan> plan(List<Item> articles, boolean deletes) {
        List<Plan> plan = new ArrayList<>();
        for (int i = 0; i < WRITES; i++) {
            boolean delete = deletes && i == WRITES - 1;
            String field = delete ? null : dice.chance(0.5) ? "title" : "slug";
            plan.add(new Plan(dice.one(articles), field, "contest-" + ++made));
        }
        return plan;
    }

    private List<Attempt> write(List<Plan> plan, CountDownLatch start) throws InterruptedException {
        start.countDown();
        start.await();
        List<Attempt> attempts = new ArrayList<>();
        for (Plan one : plan) {
            String path = one.item().kind().path + "/" + one.item().documentId();
            long sent = System.nanoTime();
            Cms.Answer answer = one.field() == null
                    ? host.admin().delete(path)
                    : host.admin().put(path, Map.of("data", Map.of(one.field(), one.value())));
            if (answer.status() / 100 == 5) {
                throw new AssertionError("the host failed: " + answer);
            }
            attempts.add(new Attempt(one, sent, System.nanoTime(), answer));
        }
        return attempts;
    }

    /**
     * The accepted writes in the order in which the witness, who may hear everything, heard them.
     *
     * @param changing those whose rights changed meanwhile; is told what is theirs
     */
    List<Step> steps(
            Result result,
            List<Frame> witnessed,
            Collection<Person> people,
            Upheaval upheaval,
            Map<Person, Transition> changing) {
        Map<String, Attempt> accepted = new HashMap<>();
        result.accepted().forEach(attempt -> accepted.put(attempt.mark(), attempt));
        List<Step> steps = new ArrayList<>();
        List<Attempt> heard = new ArrayList<>();
        for (Frame frame : witnessed) {
            if (frame.meta().path("uid").asText().equals(Kind.COMMENT.uid())) {
                continue; // goes with its article, below
            }
            Attempt attempt = accepted.remove(
                    frame.event().endsWith(":delete") ? "delete " + frame.documentId() : mark(frame.data()));
            if (attempt == null) {
                throw new Mismatch("the witness heard of a write that was not accepted, or twice: " + frame
                        + "\naccepted " + result.accepted());
            }
            heard.add(attempt);
            List<Change> changes = apply(attempt, heard);
            steps.add(Step.of("contest: " + attempt, changes, model, people));
            changing.forEach((person, transition) -> transition.add(
                    attempt.toString(),
                    result.isLate(attempt),
                    frames(person.ear(), changes),
                    upheaval.closes() ? List.of() : frames(upheaval.after().apply(person), changes)));
        }
        if (!accepted.isEmpty()) {
            throw new Mismatch(
                    "the witness did not hear of accepted writes: " + accepted.values() + "\nheard " + witnessed);
        }
        requirePossible(heard);
        return steps;
    }

    private List<Expected> frames(Ear ear, List<Change> changes) {
        return changes.stream()
                .flatMap(change -> model.frames(ear, change).stream())
                .toList();
    }

    /** A write that was answered before another was sent comes before it. */
    private static void requirePossible(List<Attempt> order) {
        for (int late = 0; late < order.size(); late++) {
            for (int early = 0; early < late; early++) {
                boolean sameItem = order.get(early)
                        .item()
                        .documentId()
                        .equals(order.get(late).item().documentId());
                if (sameItem && order.get(late).answered() < order.get(early).sent()) {
                    throw new Mismatch(order.get(late).answer() + " was answered before "
                            + order.get(early).answer() + " was sent, but was heard after it");
                }
            }
        }
    }

    private List<Change> apply(Attempt attempt, List<Attempt> heard) {
        Item before = world.find(attempt.item().documentId())
                .orElseThrow(() -> new Mismatch("a write was heard after the delete of " + attempt.item()));
        if (attempt.plan().field() == null) {
            List<Change> changes = new ArrayList<>();
            for (Item comment : world.pointingAt(before, Kind.COMMENT, "article")) {
                world.remove(comment);
                changes.add(Change.deleted(comment));
            }
            world.remove(before);
            changes.add(Change.deleted(before));
            return changes;
        }
        JsonNode answer = attempt.answer().data();
        Map<String, JsonNode> values = new LinkedHashMap<>();
        before.kind().values.forEach(name -> values.put(name, answer.path(name)));
        for (String other : List.of("title", "slug")) {
            if (!other.equals(attempt.plan().field()) && !before.value(other).equals(values.get(other))) {
                throw new Mismatch(attempt + " found the " + other + " " + values.get(other)
                        + ", but what was heard before it left " + before.value(other) + "; heard in this order: "
                        + heard);
            }
        }
        Item after = before.with(values, Map.of());
        world.put(after);
        return List.of(Change.updated(before, after));
    }

    /** What was heard last must be what is stored. */
    void settle(Result result) {
        for (Attempt attempt : result.accepted()) {
            Item item = attempt.item();
            Cms.Answer stored = host.admin().get(item.kind().path + "/" + item.documentId());
            boolean there = world.find(item.documentId()).isPresent();
            if (there != stored.isOk()) {
                throw new Mismatch(
                        "after the contest " + item + " should be " + (there ? "there" : "gone") + ": " + stored);
            }
            if (there
                    && !stored.data()
                            .path("title")
                            .equals(world.get(item.documentId()).value("title"))) {
                throw new Mismatch("the last that was heard of " + item + " is not what is stored: " + stored);
            }
        }
    }
}
