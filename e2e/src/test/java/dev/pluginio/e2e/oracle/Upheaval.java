package dev.pluginio.e2e.oracle;

import java.util.List;
import java.util.function.Function;

/**
 * A change of somebody's rights that an administrator is about to make.
 *
 * @param description what it is
 * @param affected those whose clients are in, and must notice
 * @param notice what each of them is told
 * @param closes whether they are sent away
 * @param keeps whether what waits for them is still theirs if their new rights allow it
 * @param after what each of them is from then on
 * @param act makes it; the answer to that is its acknowledgement
 * @param settle makes it so in the model; those who were sent away connect again
 */
record Upheaval(
        String description,
        List<Person> affected,
        String notice,
        boolean closes,
        boolean keeps,
        Function<Person, Ear> after,
        Runnable act,
        Runnable settle) {

    static final Upheaval NONE = new Upheaval("nothing", List.of(), "", false, true, Person::ear, () -> {}, () -> {});

    @Override
    public String toString() {
        return description;
    }
}
