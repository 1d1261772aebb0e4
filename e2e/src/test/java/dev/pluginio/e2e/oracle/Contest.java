package dev.pluginio.e2e.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pluginio.e2e.driver.Cms;
import dev.pluginio.e2e.driver.Frame;
import dev.pluginio.e2e.driver.SampleHost;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Several writers write the same few articles at once. Each write sets a title of its own, so that a frame tells which
 * write it is of. Nobody can say beforehand in which order the writes are committed; but what a listener hears must be
 * exactly the writes that were accepted, in an order in which they can have happened, and the last one heard must be the
 * state that the article is left in.
 */
final class Contest {

    private static final int WRITERS = 4;
    private static final int WRITES = 4;
    private static final int ARTICLES = 2;

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

    /** One request, when it was sent and when its answer was there. */
    private record Attempt(Item item, @Nullable String title, long sent, long answered, Cms.Answer answer) {
        boolean isDelete() {
            return title == null;
        }

        @Override
        public String toString() {
            return (title == null ? "delete" : title) + " of " + item + " (" + answer.status() + ")";
        }
    }

    /** A request that is to be sent; a delete if there is no title. */
    private record Plan(Item item, @Nullable String title) {}

    /**
     * What came of it.
     *
     * @param writes how many requests were sent
     * @param accepted those that succeeded
     */
    record Result(int writes, List<Attempt> accepted) {}

    /** Lets them write, and waits for all answers. */
    Result hold() {
        List<Item> articles =
                dice.some(world.all(Kind.ARTICLE).stream().filter(this::isHeard).toList(), ARTICLES);
        if (articles.isEmpty()) {
            return new Result(0, List.of());
        }
        List<List<Plan>> plans = new ArrayList<>();
        for (int writer = 0; writer < WRITERS; writer++) {
            plans.add(plan(articles, writer == 0 && dice.chance(0.3)));
        }
        ExecutorService threads = Executors.newFixedThreadPool(WRITERS);
        try {
            CountDownLatch start = new CountDownLatch(WRITERS);
            List<Future<List<Attempt>>> running = new ArrayList<>();
            plans.forEach(plan -> running.add(threads.submit(() -> write(plan, start))));
            List<Attempt> accepted = new ArrayList<>();
            for (Future<List<Attempt>> writer : running) {
                writer.get().stream().filter(attempt -> attempt.answer().isOk()).forEach(accepted::add);
            }
            return new Result(plans.stream().mapToInt(List::size).sum(), accepted);
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
    private boolean isHeard(Item article) {
        return !model.frames(Rights.ALL, Change.updated(article, article)).isEmpty();
    }

    private List<Plan> plan(List<Item> articles, boolean deletes) {
        List<Plan> plan = new ArrayList<>();
        for (int i = 0; i < WRITES; i++) {
            boolean delete = deletes && i == WRITES - 1;
            plan.add(new Plan(dice.one(articles), delete ? null : "contest " + ++made));
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
            Cms.Answer answer = one.title() == null
                    ? host.admin().delete(path)
                    : host.admin().put(path, Map.of("data", Map.of("title", one.title())));
            if (answer.status() / 100 == 5) {
                throw new AssertionError("the host failed: " + answer);
            }
            attempts.add(new Attempt(one.item(), one.title(), sent, System.nanoTime(), answer));
        }
        return attempts;
    }

    /** The accepted writes in the order in which the witness, who may hear everything, heard them. */
    List<Step> steps(Result result, List<Frame> witnessed, Collection<Person> people) {
        Map<String, Attempt> byTitle = new HashMap<>();
        Map<String, Attempt> deletes = new HashMap<>();
        for (Attempt attempt : result.accepted()) {
            if (attempt.title() == null) {
                deletes.put(attempt.item().documentId(), attempt);
            } else {
                byTitle.put(attempt.title(), attempt);
            }
        }
        List<Step> steps = new ArrayList<>();
        List<Attempt> order = new ArrayList<>();
        Set<Attempt> heard = new HashSet<>();
        for (Frame frame : witnessed) {
            Attempt attempt = frame.event().endsWith(":delete")
                    ? deletes.get(frame.documentId())
                    : byTitle.get(frame.data().path("title").asText());
            if (attempt == null && frame.meta().path("uid").asText().equals(Kind.COMMENT.uid())) {
                continue; // goes with its article, below
            }
            if (attempt == null || !heard.add(attempt)) {
                throw new Mismatch("the witness heard of a write that was not accepted, or twice: " + frame
                        + "\naccepted " + result.accepted());
            }
            order.add(attempt);
            steps.add(Step.of("contest " + attempt.title(), apply(attempt), model, people));
        }
        if (heard.size() != result.accepted().size()) {
            List<Attempt> missing = new ArrayList<>(result.accepted());
            missing.removeAll(heard);
            throw new Mismatch("the witness did not hear of accepted writes: " + missing + "\nheard " + witnessed);
        }
        requirePossible(order);
        return steps;
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

    private List<Change> apply(Attempt attempt) {
        Item before = world.find(attempt.item().documentId())
                .orElseThrow(() -> new Mismatch("a write was heard after the delete of " + attempt.item()));
        if (attempt.isDelete()) {
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
