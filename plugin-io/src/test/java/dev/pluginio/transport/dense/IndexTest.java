package dev.pluginio.transport.dense;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class IndexTest {

    /** Not equal to another of its name. */
    private static final class Guest {
        private final String name;

        Guest(String name) {
            this.name = name;
        }

        String name() {
            return name;
        }
    }

    @Test
    void holdsWhatAModelHoldsWhateverComesAndGoes() {
        Random dice = new Random(7);
        List<Guest> all = guests("guest", 300);
        var index = new Index<>(Guest::name);
        Set<Guest> model = new HashSet<>();
        for (int step = 0; step < 20_000; step++) {
            // it fills up, and empties again
            Guest guest = all.get(dice.nextInt(all.size()));
            boolean comes = dice.nextInt(100) < (step / 2_500 % 2 == 0 ? 80 : 20);

            assertThat(comes ? index.add(guest) : index.remove(guest))
                    .isEqualTo(comes ? model.add(guest) : model.remove(guest));
            assertThat(index.contains(guest)).isEqualTo(comes);
            assertThat(index.size()).isEqualTo(model.size());
            if (step % 100 == 0) {
                assertThat(new ArrayList<>(index)).containsExactlyInAnyOrderElementsOf(model);
            }
        }
    }

    @Test
    void whoGoesThroughItFindsThoseWhoStayOnceWhileOthersComeAndGo() throws InterruptedException {
        whileOthersComeAndGo((index, staying) -> {
            List<Guest> found = new ArrayList<>();
            index.iterator().forEachRemaining(found::add);
            assertThat(new HashSet<>(found)).containsAll(staying);
            assertThat(found.stream().filter(new HashSet<>(staying)::contains)).hasSameSizeAs(staying);
        });
    }

    @Test
    void holdsOneOfEachKeyAndTakesOutOnlyTheOneThatIsMeant() {
        var index = new Index<>(Guest::name);
        Guest before = new Guest("name");
        Guest after = new Guest("name");
        index.add(before);

        assertThat(index.add(after)).isTrue();
        assertThat(index.get("name")).isSameAs(after);
        assertThat(index.contains(before)).isFalse();
        assertThat(index.remove(before)).isFalse();
        assertThat(index).containsExactly(after);
        assertThat(index.remove(after)).isTrue();
        assertThat(index.get("name")).isNull();
    }

    @Test
    void whoIsThereAllTheTimeIsAlwaysFound() throws InterruptedException {
        whileOthersComeAndGo((index, staying) -> assertThat(staying)
                .allSatisfy(guest -> assertThat(index.get(guest.name())).isSameAs(guest)));
    }

    /** Looks 500 times, with 200 that stay, while another thread takes 2,000 in and out. */
    private static void whileOthersComeAndGo(BiConsumer<Index<String, Guest>, List<Guest>> look)
            throws InterruptedException {
        List<Guest> staying = guests("staying", 200);
        List<Guest> passing = guests("passing", 2_000);
        var index = new Index<>(Guest::name);
        index.addAll(staying);
        var over = new AtomicBoolean();
        var changing = new Thread(() -> {
            while (!over.get()) {
                passing.forEach(index::add);
                passing.forEach(index::remove);
            }
        });
        changing.start();
        try {
            for (int round = 0; round < 500; round++) {
                look.accept(index, staying);
            }
        } finally {
            over.set(true);
            changing.join();
        }
    }

    private static List<Guest> guests(String name, int count) {
        return IntStream.range(0, count).mapToObj(i -> new Guest(name + i)).toList();
    }
}
