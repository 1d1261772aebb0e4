package dev.pluginio.transport.socketio;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MembersTest {

    private final Space space = new Space("/");

    @Test
    void holdsWhatAModelHoldsWhateverComesAndGoes() {
        Random dice = new Random(7);
        List<Member> all = clients(300);
        var members = new Members();
        Set<Member> model = new HashSet<>();
        for (int step = 0; step < 20_000; step++) {
            // it fills up, and empties again
            Member member = all.get(dice.nextInt(all.size()));
            boolean comes = dice.nextInt(100) < (step / 2_500 % 2 == 0 ? 80 : 20);

            assertThat(comes ? members.add(member) : members.remove(member))
                    .isEqualTo(comes ? model.add(member) : model.remove(member));
            assertThat(members.contains(member)).isEqualTo(comes);
            assertThat(members.size()).isEqualTo(model.size());
            if (step % 100 == 0) {
                assertThat(new ArrayList<>(members)).containsExactlyInAnyOrderElementsOf(model);
            }
        }
    }

    @Test
    void whoGoesThroughItFindsThoseWhoStayOnceWhileOthersComeAndGo() throws InterruptedException {
        List<Member> staying = clients(200);
        List<Member> passing = clients(2_000);
        var members = new Members();
        members.addAll(staying);
        var over = new AtomicBoolean();
        var changing = new Thread(() -> {
            while (!over.get()) {
                passing.forEach(members::add);
                passing.forEach(members::remove);
            }
        });
        changing.start();
        try {
            for (int round = 0; round < 500; round++) {
                List<Member> found = new ArrayList<>();
                members.iterator().forEachRemaining(found::add);
                assertThat(new HashSet<>(found)).containsAll(staying);
                assertThat(found.stream().filter(new HashSet<>(staying)::contains))
                        .hasSameSizeAs(staying);
            }
        } finally {
            over.set(true);
            changing.join();
        }
    }

    private List<Member> clients(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new Member("id" + i, space, null, Set.of(), "attachment"))
                .toList();
    }
}
