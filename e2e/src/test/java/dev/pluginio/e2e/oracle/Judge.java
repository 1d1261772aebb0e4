package dev.pluginio.e2e.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pluginio.e2e.driver.Frame;
import dev.pluginio.e2e.driver.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Compares what was heard with what was due. Where operations were done one after the other, their frames come one
 * operation after the other; the frames of different entries of one operation may come in any order.
 */
final class Judge {

    private final Map<String, String> offsets = new HashMap<>();
    private final Set<String> seen = new HashSet<>();
    private int frames;

    /** How many frames were compared so far. */
    int frames() {
        return frames;
    }

    /** Fails if a person heard more, less or other than was due of operations done one after the other. */
    void judge(List<Step> steps, Collection<Person> people, Map<Person, List<Frame>> heard) {
        offsets.clear();
        for (Person person : people) {
            List<Frame> got = heard.getOrDefault(person, List.of());
            judge(steps, person, got, documentId -> true);
            frames += got.size();
        }
        requireNewOffsets();
    }

    /** The same for operations done at once: only the order of each entry's frames is promised. */
    void judgeEachEntry(List<Step> steps, Collection<Person> people, Map<Person, List<Frame>> heard) {
        judgeEachEntry(steps, people, heard, Map.of());
    }

    /**
     * The same where some were given an entry meanwhile: what was still on its way then, and is in what they were given,
     * does not come; what comes of the entry afterwards does.
     *
     * @param snapshots what they were given, by documentId
     */
    void judgeEachEntry(
            List<Step> steps,
            Collection<Person> people,
            Map<Person, List<Frame>> heard,
            Map<Person, Map<String, JsonNode>> snapshots) {
        offsets.clear();
        for (Person person : people) {
            List<Frame> got = heard.getOrDefault(person, List.of());
            Set<String> documents = new LinkedHashSet<>();
            got.forEach(frame -> documents.add(frame.documentId()));
            steps.forEach(step -> step.due(person).forEach(expected -> documents.add(expected.documentId())));
            for (String document : documents) {
                List<Frame> ofDocument = got.stream()
                        .filter(frame -> frame.documentId().equals(document))
                        .toList();
                JsonNode given = snapshots.getOrDefault(person, Map.of()).get(document);
                List<Step> due = given == null ? steps : without(steps, person, document, given, ofDocument.size());
                judge(due, person, ofDocument, document::equals);
            }
            frames += got.size();
        }
        requireNewOffsets();
    }

    /** The steps less what is due last before the state that was given, as much of it as was not heard. */
    private static List<Step> without(List<Step> steps, Person person, String document, JsonNode given, int heard) {
        List<Expected> due = steps.stream()
                .flatMap(step -> step.due(person).stream())
                .filter(expected -> expected.documentId().equals(document))
                .toList();
        int end = 0;
        for (int i = 0; i < due.size(); i++) {
            end = due.get(i).data().equals(given) ? i + 1 : end;
        }
        int begin = Math.max(0, heard - (due.size() - end));
        if (begin >= end) {
            return steps;
        }
        List<Expected> left = new ArrayList<>(due);
        List<Expected> missed = left.subList(begin, end);
        List<Step> fewer = new ArrayList<>();
        for (Step step : steps) {
            List<Expected> still = new ArrayList<>(step.due(person));
            still.removeIf(expected -> missed.stream().anyMatch(one -> one == expected));
            fewer.add(new Step(step.toString(), Map.of(person, still)));
        }
        return fewer;
    }

    private void requireNewOffsets() {
        for (String offset : offsets.values()) {
            if (!seen.add(offset)) {
                throw new Mismatch("two events have the offset " + offset);
            }
        }
    }

    private void judge(List<Step> steps, Person person, List<Frame> got, Predicate<String> documents) {
        int next = 0;
        for (int number = 0; number < steps.size(); number++) {
            Step step = steps.get(number);
            List<Expected> due = new ArrayList<>(step.due(person).stream()
                    .filter(expected -> documents.test(expected.documentId()))
                    .toList());
            while (!due.isEmpty()) {
                if (next == got.size()) {
                    throw new Mismatch(story(steps, number, person, got, next) + "\nmissing " + due);
                }
                Frame frame = got.get(next);
                String problem = take(due, frame, number);
                if (!problem.isEmpty()) {
                    throw new Mismatch(story(steps, number, person, got, next) + "\n" + problem + "\nheard " + frame
                            + "\ndue " + due);
                }
                next++;
            }
        }
        if (next < got.size()) {
            throw new Mismatch(story(steps, steps.size() - 1, person, got, next) + "\nnobody expected "
                    + got.subList(next, got.size()));
        }
    }

    /** Takes the frame off what is due; the first of its entry must be it. */
    private String take(List<Expected> due, Frame frame, int number) {
        String documentId = frame.documentId();
        Expected expected = due.stream()
                .filter(candidate -> candidate.documentId().equals(documentId))
                .findFirst()
                .orElse(null);
        if (expected == null) {
            return "nothing is due of " + documentId;
        }
        if (!frame.event().equals(expected.event())) {
            return "due is " + expected.event();
        }
        if (!frame.data().equals(expected.data())) {
            return "the data differs";
        }
        due.remove(expected);
        return metaProblem(expected, frame, number);
    }

    private String metaProblem(Expected expected, Frame frame, int number) {
        if (!Json.names(frame.argument()).equals(List.of("data", "meta"))
                || !Set.copyOf(Json.names(frame.meta())).equals(Set.of("uid", "action", "at", "offset"))) {
            return "the envelope is not as promised";
        }
        if (!frame.meta().path("uid").asText().equals(expected.uid())
                || !frame.meta().path("action").asText().equals(expected.action())) {
            return "meta is wrong";
        }
        if (Instant.parse(frame.meta().path("at").asText())
                .isAfter(Instant.now().plusSeconds(1))) {
            return "meta.at lies in the future";
        }
        String key = number + " " + expected.documentId() + " " + expected.event();
        String offset = expected.event() + " " + frame.offset();
        String known = offsets.putIfAbsent(key, offset);
        if (frame.offset().isBlank() || (known != null && !known.equals(offset))) {
            return "the offset is not the same for all: " + known;
        }
        return "";
    }

    private static String story(List<Step> steps, int number, Person person, List<Frame> got, int next) {
        StringBuilder story = new StringBuilder(person + " at operation " + number + ": " + steps.get(number));
        story.append("\nall operations:");
        steps.forEach(step -> story.append("\n  ").append(step).append(" -> ").append(names(step.due(person))));
        story.append("\nheard before: ");
        got.subList(Math.max(0, next - 4), next)
                .forEach(frame -> story.append(frame.event())
                        .append(' ')
                        .append(frame.documentId())
                        .append("; "));
        return story.toString();
    }

    private static List<String> names(List<Expected> due) {
        return due.stream()
                .map(frame -> frame.event() + " " + frame.documentId())
                .toList();
    }
}
