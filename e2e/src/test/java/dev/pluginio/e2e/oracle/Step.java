package dev.pluginio.e2e.oracle;

import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** One operation, and the frames that each person must get of it. Frames of one entry are in order. */
final class Step {

    private final String description;
    private final Map<Person, List<Expected>> due = new IdentityHashMap<>();

    private Step(String description) {
        this.description = description;
    }

    /** Works out what is due. To be called while the world is as the operation left it. */
    static Step of(String description, List<Change> changes, Model model, Collection<Person> people) {
        Step step = new Step(description);
        for (Person person : people) {
            List<Expected> frames = new ArrayList<>();
            changes.forEach(change -> frames.addAll(model.frames(person.rights(), change)));
            step.due.put(person, frames);
        }
        return step;
    }

    List<Expected> due(Person person) {
        return due.getOrDefault(person, List.of());
    }

    @Override
    public String toString() {
        return description;
    }
}
