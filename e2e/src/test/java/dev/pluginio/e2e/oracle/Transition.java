package dev.pluginio.e2e.oracle;

import dev.pluginio.e2e.driver.Frame;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What somebody whose rights change must hear, and may, of what is written meanwhile. Before the change acts, what its old
 * rights allow, of which some that waits may be lost; from some write on, exactly what its new rights allow; and of
 * what is written after the change was acknowledged, that in any case. Once it has been told, nothing that only the old
 * rights allow.
 */
final class Transition {

    private final boolean keeps;
    private final List<Write> writes = new ArrayList<>();

    /**
     * Begins with nothing written.
     *
     * @param keeps whether nothing is lost that both the old rights and the new ones allow
     */
    Transition(boolean keeps) {
        this.keeps = keeps;
    }

    /**
     * One write.
     *
     * @param late whether it was asked for after the change was acknowledged
     */
    private record Write(String description, boolean late, List<Expected> old, List<Expected> now) {}

    /** Something was written. */
    void add(String description, boolean late, List<Expected> old, List<Expected> now) {
        writes.add(new Write(description, late, old, now));
    }

    /**
     * Fails if something else was heard.
     *
     * @param told how many of the frames were heard before the notice
     */
    void judge(Person person, List<Frame> heard, int told) {
        Set<String> documents = new LinkedHashSet<>();
        heard.forEach(frame -> documents.add(frame.documentId()));
        writes.forEach(write -> {
            write.old().forEach(expected -> documents.add(expected.documentId()));
            write.now().forEach(expected -> documents.add(expected.documentId()));
        });
        for (String document : documents) {
            List<Heard> got = new ArrayList<>();
            for (int i = 0; i < heard.size(); i++) {
                if (heard.get(i).documentId().equals(document)) {
                    got.add(new Heard(heard.get(i), i >= told));
                }
            }
            if (!fits(of(document), got, false)) {
                throw new Mismatch(story(person, document, got));
            }
        }
    }

    private record Heard(Frame frame, boolean afterNotice) {
        boolean is(Expected expected) {
            return frame.event().equals(expected.event()) && frame.data().equals(expected.data());
        }
    }

    private List<Write> of(String document) {
        return writes.stream()
                .map(write -> new Write(
                        write.description(), write.late(), of(document, write.old()), of(document, write.now())))
                .filter(write -> !write.old().isEmpty() || !write.now().isEmpty())
                .toList();
    }

    private static List<Expected> of(String document, List<Expected> all) {
        return all.stream()
                .filter(expected -> expected.documentId().equals(document))
                .toList();
    }

    private boolean fits(List<Write> left, List<Heard> got, boolean switched) {
        if (left.isEmpty()) {
            return got.isEmpty();
        }
        Write write = left.get(0);
        List<Write> rest = left.subList(1, left.size());
        if (begins(got, write.now()) && fits(rest, after(got, write.now()), true)) {
            return true;
        }
        if (switched || write.late()) {
            return false;
        }
        boolean wasOld = begins(got, write.old())
                && got.subList(0, write.old().size()).stream().noneMatch(Heard::afterNotice);
        if (wasOld && fits(rest, after(got, write.old()), false)) {
            return true;
        }
        boolean mayBeLost = !keeps || !write.old().equals(write.now());
        return mayBeLost && fits(rest, got, false);
    }

    private static boolean begins(List<Heard> got, List<Expected> due) {
        if (got.size() < due.size()) {
            return false;
        }
        for (int i = 0; i < due.size(); i++) {
            if (!got.get(i).is(due.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static List<Heard> after(List<Heard> got, List<Expected> due) {
        return got.subList(due.size(), got.size());
    }

    private String story(Person person, String document, List<Heard> got) {
        StringBuilder story = new StringBuilder(person + " cannot have heard this of " + document + ":");
        got.forEach(heard -> story.append("\n  ")
                .append(heard.afterNotice() ? "(told) " : "")
                .append(heard.frame()));
        story.append("\nwritten:");
        of(document)
                .forEach(write -> story.append("\n  ")
                        .append(write.late() ? "(late) " : "")
                        .append(write.description())
                        .append("\n    old ")
                        .append(write.old())
                        .append("\n    new ")
                        .append(write.now()));
        return story.toString();
    }
}
