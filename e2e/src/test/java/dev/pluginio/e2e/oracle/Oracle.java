package dev.pluginio.e2e.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pluginio.e2e.driver.Cms;
import dev.pluginio.e2e.driver.Frame;
import dev.pluginio.e2e.driver.SampleHost;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Does things at random to the content of a running host and judges what each of its listeners hears of them. Every so
 * often somebody's permissions change, several writers write at once, and the model itself is compared with what the
 * read interface shows each listener.
 */
final class Oracle {

    private static final int BATCH = 20;

    private final SampleHost host;
    private final Dice dice;
    private final World world = new World();
    private final Model model;
    private final Rules rules;
    private final Writer writer;
    private final Operations operations;
    private final Company company;
    private final Judge judge = new Judge();
    private final Contest contest;
    private int cases;
    private int reads;

    Oracle(SampleHost host, Rules rules, Company company, Dice dice) {
        this(host, rules, company, dice, false);
    }

    /**
     * Makes an oracle.
     *
     * @param commitsCanFail see {@link Operations}
     */
    Oracle(SampleHost host, Rules rules, Company company, Dice dice, boolean commitsCanFail) {
        this.host = host;
        this.dice = dice;
        this.rules = rules;
        this.company = company;
        this.model = new Model(world, rules);
        this.writer = new Writer(host.admin(), world);
        this.operations = new Operations(dice, world, writer, commitsCanFail);
        this.contest = new Contest(host, world, model, dice);
    }

    /**
     * Runs until so many operations were judged.
     *
     * @return what was done, in a line
     */
    String run(int wanted) {
        long begun = System.nanoTime();
        try {
            writer.load();
            furnish();
            while (cases < wanted) {
                batch();
                if (dice.chance(0.3)) {
                    company.changeSomebodysRights(dice);
                }
                if (dice.chance(0.3)) {
                    judgeContest();
                }
                compareWithReads();
            }
        } catch (AssertionError e) {
            throw new AssertionError("seed " + dice.seed() + ", after " + cases + " cases: " + e.getMessage(), e);
        }
        requireDiscretion();
        double seconds = (System.nanoTime() - begun) / 1e9;
        return String.format(
                "%d operations on %d listeners: %d frames and %d reads agree, in %.1f s (%.0f operations/s), seed %d",
                cases, company.people().size(), judge.frames(), reads, seconds, cases / seconds, dice.seed());
    }

    /** The log of the host is no place for content. */
    private void requireDiscretion() {
        host.log().lines().stream()
                .filter(line -> line.contains(Operations.SECRET))
                .findFirst()
                .ifPresent(line -> {
                    throw new Mismatch("the host's log tells a secret: " + line);
                });
    }

    /** The first content, without which nothing could be related to anything. */
    private void furnish() {
        List<Step> steps = new ArrayList<>();
        for (Kind kind : List.of(Kind.AUTHOR, Kind.CATEGORY, Kind.TAG, Kind.ARTICLE, Kind.COMMENT)) {
            for (int i = 0; i < 3; i++) {
                steps.add(step(operations.create(kind)));
            }
        }
        judge(steps);
    }

    private void batch() {
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < BATCH; i++) {
            steps.add(dice.chance(0.04) ? step(trespass()) : step(operations.next()));
        }
        judge(steps);
    }

    /** Somebody tries what they may not do. */
    private Operations.Done trespass() {
        List<Item> items = List.copyOf(world.all());
        Person person = dice.one(company.people());
        Item item = dice.one(items);
        if (person.rights().may(item.kind(), "delete")) {
            return operations.next();
        }
        Cms.Answer answer = person.rest().delete(item.kind().path + "/" + item.documentId());
        if (answer.isOk() || answer.status() / 100 == 5) {
            throw new Mismatch(person + " must not delete " + item + " and is answered " + answer);
        }
        return new Operations.Done(person.name() + " may not delete " + item, List.of());
    }

    private Step step(Operations.Done done) {
        return Step.of(done.description(), done.changes(), model, company.people());
    }

    private void judgeContest() {
        listen();
        Contest.Result result = contest.hold();
        Map<Person, List<Frame>> heard = listen();
        List<Frame> witnessed = heard.getOrDefault(company.witness(), List.of());
        List<Step> steps = contest.steps(result, witnessed, company.people());
        judge.judgeEachEntry(steps, company.people(), heard);
        contest.settle(result);
        cases += result.writes();
    }

    private void judge(List<Step> steps) {
        judge.judge(steps, company.people(), listen());
        cases += steps.size();
    }

    private Map<Person, List<Frame>> listen() {
        String sentinel = host.probe().sentinel();
        Map<Person, List<Frame>> heard = new HashMap<>();
        company.people().forEach(person -> heard.put(person, person.socket().until(sentinel)));
        return heard;
    }

    /** The model must say of a sample of entries what the read interface says, for everybody. */
    private void compareWithReads() {
        for (Item item : dice.some(List.copyOf(world.all()), 4)) {
            for (Person person : company.people()) {
                compare(person, item);
                reads++;
            }
        }
    }

    private void compare(Person person, Item item) {
        Populate populate = rules.exposure(item.kind()).map(Exposure::populate).orElse(Populate.VALUES);
        Cms.Answer answer = person.rest().get(Query.of(person.rights(), item, populate));
        boolean readable = person.rights().may(item.kind(), "find");
        JsonNode modelled =
                readable ? model.view(person.rights(), item, populate).orElse(null) : null;
        if (modelled == null) {
            if (answer.isOk() || answer.status() / 100 == 5) {
                throw new Mismatch(person + " must not read " + item + " and is answered " + answer);
            }
        } else if (!answer.data().equals(modelled)) {
            throw new Mismatch(person + " reads of " + item + "\n" + answer.data() + "\nthe model says\n" + modelled);
        }
    }
}
