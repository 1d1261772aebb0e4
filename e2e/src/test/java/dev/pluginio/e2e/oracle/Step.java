package dev.pluginio.e2e.oracle;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One operation, and the frames that each person must get of it. Frames of one entry are in order. */
final class Step {

    private final String description;
    private final Map<Person, List<Expected>> due;

    Step(String description, Map<Person, List<Expected>> due) {
        this.description = description;
        this.due = Map.copyOf(due);
    }

    /** Works out what is due. To be called while the world is as the operation left it. */
    static Step of(String description, List<Change> changes, Model model, Collection<Person> people) {
        Map<Person, List<Expected>> due = new HashMap<>();
        for (Person person : people) {
            List<Expected> frames = new ArrayList<>();
            changes.forEach(change -> frames.addAll(model.frames(person.ear(), change)));
            due.put(person, frames);
        }
        return new Step(description, due);
    }

    List<Expected> due(Person person) {
        return due.getOrDefault(person, List.of());
    }

    @Override
    public String toString() {
        return description;
    }
}
