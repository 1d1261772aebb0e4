package dev.pluginio.e2e.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pluginio.e2e.driver.Cms;
import dev.pluginio.e2e.driver.Frame;
import dev.pluginio.e2e.driver.Json;
import dev.pluginio.e2e.driver.SampleHost;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Does things at random to the content of a running host and judges what each of its listeners hears of them. Every so
 * often somebody's rights change or somebody is sent away, several writers write at once, and the model itself is
 * compared with what the read interface shows each listener. All the while listeners subscribe to entries and types, go
 * from room to room, and send events to a plugin that answers them.
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
    private final Following following;
    private final Traffic traffic;
    private final Asides asides;
    private int upheavals;
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
        this.operations = new Operations(dice, world, writer, company::names, commitsCanFail);
        this.contest = new Contest(host, world, model, dice);
        this.following = new Following(dice, world, model, rules);
        this.traffic = new Traffic(dice);
        this.asides = new Asides(host, dice, world, model);
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
            company.people().forEach(following::type);
            while (cases < wanted) {
                batch();
                if (dice.chance(0.5)) {
                    rearrange();
                }
                if (dice.chance(0.4)) {
                    upheave(company.upheaval(dice));
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
                "%d operations on %d listeners: %d frames and %d reads agree, with %d subscriptions, %d notes, "
                        + "%d changes of rights and %d answers of handlers, in %.1f s (%.0f operations/s), seed %d",
                cases,
                company.people().size(),
                judge.frames(),
                reads,
                following.requests(),
                asides.notes(),
                upheavals,
                traffic.answers(),
                seconds,
                cases / seconds,
                dice.seed());
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
        traffic.begin(company.people());
        for (int i = 0; i < BATCH; i++) {
            if (dice.chance(0.25)) {
                following.entry(dice.one(company.people()));
            }
            if (dice.chance(0.1)) {
                asides.note(company.people());
            }
            steps.add(dice.chance(0.04) ? step(trespass()) : step(operations.next()));
        }
        traffic.judge();
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

    /** Somebody asks for other types, or goes to another room. To be called when all that was sent has arrived. */
    private void rearrange() {
        following.type(dice.one(company.people()));
        Person person = dice.one(company.people());
        String room = dice.one(Company.ROOMS);
        boolean joins = !person.rooms().contains(room);
        person.socket().ask(joins ? "probe:join" : "probe:leave", List.of(Json.of(room)));
        if (joins) {
            person.rooms().add(room);
        } else {
            person.rooms().remove(room);
        }
    }

    /** Changes somebody's rights. To be called when all that was sent has arrived. */
    private void upheave(Upheaval upheaval) {
        upheavals++;
        upheaval.act().run();
        for (Person person : upheaval.affected()) {
            if (upheaval.closes()) {
                List<Frame> last = Asides.afterClosing(person);
                Asides.requireNotice(person, upheaval, last, last.size() - 1);
                if (last.size() > 1) {
                    throw new Mismatch(person + " is sent away and heard " + last);
                }
            } else {
                person.due(upheaval.notice());
            }
        }
        upheaval.settle().run();
    }

    private void judgeContest() {
        listen(company.people(), host.probe().sentinel());
        List<Item> articles = contest.choose(company.witness());
        if (articles.isEmpty()) {
            return;
        }
        Upheaval upheaval = dice.chance(0.5) ? company.upheaval(dice) : Upheaval.NONE;
        upheavals += upheaval.affected().isEmpty() ? 0 : 1;
        Map<Person, Transition> changing = new HashMap<>();
        upheaval.affected().forEach(person -> changing.put(person, new Transition(upheaval.keeps())));
        List<Person> others = company.people().stream()
                .filter(person -> !changing.containsKey(person))
                .toList();
        traffic.begin(others);
        following.race(others.subList(1, others.size()), articles); // the witness has to hear everything
        Contest.Result result = contest.hold(articles, upheaval.act());
        traffic.judge();
        Map<Person, Map<String, JsonNode>> given = following.given();
        String sentinel = host.probe().sentinel();
        Map<Person, List<Frame>> heard = listen(others, sentinel);
        List<Frame> witnessed = heard.getOrDefault(company.witness(), List.of());
        List<Step> steps = contest.steps(result, witnessed, others, upheaval, changing);
        judge.judgeEachEntry(steps, others, heard, given);
        changing.forEach((person, transition) -> judge(person, transition, upheaval, sentinel));
        upheaval.settle().run();
        contest.settle(result);
        following.settleRace(result);
        cases += result.writes();
    }

    private static void judge(Person person, Transition transition, Upheaval upheaval, String sentinel) {
        List<Frame> heard = new ArrayList<>(
                upheaval.closes()
                        ? Asides.afterClosing(person)
                        : person.socket().until(sentinel));
        int told = Asides.indexOfNotice(heard);
        Asides.requireNotice(person, upheaval, heard, told);
        heard.remove(told);
        if (upheaval.closes() && told < heard.size()) {
            throw new Mismatch(person + " was sent away and heard afterwards " + heard.subList(told, heard.size()));
        }
        transition.judge(person, heard, told);
    }

    private void judge(List<Step> steps) {
        judge.judge(
                steps, company.people(), listen(company.people(), host.probe().sentinel()));
        cases += steps.size();
    }

    /** What they heard of content; what else they heard is judged here. */
    private static Map<Person, List<Frame>> listen(List<Person> people, String sentinel) {
        Map<Person, List<Frame>> heard = new HashMap<>();
        people.forEach(
                person -> heard.put(person, Asides.judge(person, person.socket().until(sentinel))));
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
