package dev.pluginio.e2e.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pluginio.e2e.driver.Frame;
import dev.pluginio.e2e.driver.Probe;
import dev.pluginio.e2e.driver.SampleHost;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What is heard beside the changes of content: notices of other rights, and what a plugin sends to an entry's subscribers. */
final class Asides {

    private static final String CHANGED = "access:changed";
    private static final String CLOSED = "session:closed";
    private static final String NOTE = "oracle:note";

    private final SampleHost host;
    private final Dice dice;
    private final World world;
    private final Model model;
    private int notes;

    Asides(SampleHost host, Dice dice, World world, Model model) {
        this.host = host;
        this.dice = dice;
        this.world = world;
        this.model = model;
    }

    /** How many notes were sent so far. */
    int notes() {
        return notes;
    }

    /** A plugin sends something to the subscribers of an entry, which those of them hear who may read it now. */
    void note(List<Person> people) {
        Set<String> followed = new LinkedHashSet<>();
        people.forEach(person -> followed.addAll(person.entries()));
        List<Item> items = world.all().stream()
                .filter(item -> followed.contains(item.documentId()))
                .toList();
        if (items.isEmpty()) {
            return;
        }
        Item item = dice.one(items);
        String number = Integer.toString(++notes);
        Probe.Outcome outcome = host.probe()
                .call(Map.of(
                        "method",
                        "emitToEntity",
                        "uid",
                        item.kind().uid(),
                        "id",
                        dice.chance(0.5) ? item.documentId() : item.id().asText(),
                        "event",
                        NOTE,
                        "data",
                        number));
        int readers = 0;
        for (Person person : people) {
            if (person.entries().contains(item.documentId())
                    && model.given(person.ear(), item).isPresent()) {
                person.due(NOTE + " " + number);
                readers++;
            }
        }
        if (outcome.status() != 200 || !outcome.text().contains("sockets=" + readers + "]")) {
            throw new Mismatch("a note on " + item + " is for " + readers + " of its subscribers: " + outcome);
        }
    }

    /** Fails if what was heard beside content is not what was due; gives the rest. */
    static List<Frame> judge(Person person, List<Frame> heard) {
        List<Frame> content = new ArrayList<>();
        List<String> asides = new ArrayList<>();
        for (Frame frame : heard) {
            if (isAside(frame)) {
                asides.add(text(frame));
            } else {
                content.add(frame);
            }
        }
        List<String> due = person.takeDue();
        if (!asides.equals(due)) {
            throw new Mismatch(person + " heard beside content " + asides + "\nin place of " + due);
        }
        return content;
    }

    /** All that somebody heard to whom the server said goodbye. */
    static List<Frame> afterClosing(Person person) {
        person.socket().disconnected();
        return person.socket().frames();
    }

    static int indexOfNotice(List<Frame> heard) {
        for (int i = 0; i < heard.size(); i++) {
            if (isAside(heard.get(i))) {
                return i;
            }
        }
        return -1;
    }

    static void requireNotice(Person person, Upheaval upheaval, List<Frame> heard, int at) {
        long all = heard.stream().filter(Asides::isAside).count();
        if (at < 0 || all != 1 || !text(heard.get(at)).equals(upheaval.notice())) {
            throw new Mismatch(
                    upheaval + ", of which " + person + " must hear '" + upheaval.notice() + "' once; heard " + heard);
        }
    }

    private static boolean isAside(Frame frame) {
        return frame.event().equals(CHANGED)
                || frame.event().equals(CLOSED)
                || frame.event().equals(NOTE);
    }

    private static String text(Frame frame) {
        JsonNode argument = frame.argument();
        String word = frame.event().equals(CHANGED) ? "reason" : frame.event().equals(CLOSED) ? "code" : "data";
        return frame.event() + " " + argument.path(word).asText();
    }
}
