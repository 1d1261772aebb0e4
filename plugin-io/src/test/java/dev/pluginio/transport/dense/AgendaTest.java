package dev.pluginio.transport.dense;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AgendaTest {

    private final Agenda<Agenda.Entry> agenda = new Agenda<>();

    @Test
    void comesInOrderWhateverWasMovedAndTakenOff() {
        Random dice = new Random(3);
        List<Agenda.Entry> all = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            all.add(entry());
        }
        Set<Agenda.Entry> model = new HashSet<>();
        for (int step = 0; step < 20_000; step++) {
            Agenda.Entry entry = all.get(dice.nextInt(all.size()));
            if (dice.nextInt(3) > 0) {
                agenda.put(entry, dice.nextInt(1_000));
                model.add(entry);
            } else {
                agenda.remove(entry);
                model.remove(entry);
            }
            if (!model.isEmpty()) {
                assertThat(agenda.first()).isIn(model);
                assertThat(agenda.first().due()).isEqualTo(earliest(model));
            }
        }
        List<Long> came = new ArrayList<>();
        for (Agenda.Entry first = agenda.first(); first != null; first = agenda.first()) {
            came.add(first.due());
            agenda.remove(first);
        }
        assertThat(came).isSorted().hasSameSizeAs(model);
    }

    @Test
    void aClockThatRunsOverKeepsTheOrder() {
        Agenda.Entry later = entry();
        Agenda.Entry sooner = entry();
        agenda.put(later, Long.MIN_VALUE + 5);
        agenda.put(sooner, Long.MAX_VALUE - 5);

        assertThat(agenda.first()).isSameAs(sooner);
    }

    private static long earliest(Set<Agenda.Entry> entries) {
        return entries.stream()
                .min(Comparator.comparingLong(Agenda.Entry::due))
                .orElseThrow()
                .due();
    }

    private static Agenda.Entry entry() {
        return new Agenda.Entry() {};
    }
}
