package dev.pluginio.transport.socketio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pluginio.transport.Room;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The rooms of one client, few or many. */
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
            Room[] rooms = Rooms.of(expected);
            for (int step = 0; step < 200; step++) {
                Room room = room(dice);
                assertThat(Rooms.contain(rooms, room)).isEqualTo(expected.contains(room));
                // half of the runs have few rooms, half of them many
                if (dice.nextInt(run % 2 == 0 ? 5 : 2) != 0) {
                    expected.remove(room);
                    rooms = Rooms.without(rooms, room);
                } else if (expected.add(room)) {
                    rooms = Rooms.with(rooms, room);
                }
                assertThat(rooms).containsExactlyInAnyOrderElementsOf(expected);
            }
        }
    }

    private static Room room(Random dice) {
        return new Room(Room.Kind.CUSTOM, Integer.toString(dice.nextInt(DIFFERENT)));
    }
}
