package dev.pluginio.transport.socketio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pluginio.transport.Room;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The rooms of one client, whether they are few or many. */
class RoomsTest {

    private static final int DIFFERENT = 24;

    @Test
    void isASetWhateverIsDoneToIt() {
        Random dice = new Random(4711);
        for (int run = 0; run < 100; run++) {
            Set<Room> expected = new HashSet<>();
            for (int i = dice.nextInt(12); i > 0; i--) {
                expected.add(room(dice));
            }
            Rooms rooms = new Rooms(expected);
            for (int step = 0; step < 200; step++) {
                Room room = room(dice);
                // half of the runs have few rooms, half of them many
                if (dice.nextInt(run % 2 == 0 ? 5 : 2) == 0) {
                    assertThat(rooms.add(room)).isEqualTo(expected.add(room));
                } else {
                    assertThat(rooms.remove(room)).isEqualTo(expected.remove(room));
                }
                assertThat(rooms.all()).containsExactlyInAnyOrderElementsOf(expected);
            }
        }
    }

    private static Room room(Random dice) {
        return new Room(Room.Kind.CUSTOM, Integer.toString(dice.nextInt(DIFFERENT)));
    }
}
