package dev.pluginio.transport.socketio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pluginio.transport.Audience;
import dev.pluginio.transport.Room;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Who belongs to an audience on one event loop, against a model that asks each client. */
class ShareTest {

    private static final int CLIENTS = 12;
    private static final int ROOMS = 6;

    private final Space space = new Space("/");
    private final Share share = new Share();
    private final Map<Member, Set<Room>> model = new HashMap<>();

    @Test
    void findsWhomAModelFindsWhateverTheAudienceAndTheHistory() {
        for (int seed = 0; seed < 40; seed++) {
            Random dice = new Random(seed);
            List<Member> members = arrive();
            for (int step = 0; step < 150; step++) {
                change(members.get(dice.nextInt(CLIENTS)), dice);
                Audience audience = audience(members, dice);
                List<Member> found = new ArrayList<>();

                int count = share.each(audience, found::add);

                assertThat(found)
                        .as("seed %d step %d %s", seed, step, audience)
                        .doesNotHaveDuplicates()
                        .containsExactlyInAnyOrderElementsOf(expected(audience))
                        .hasSize(count);
            }
            members.forEach(this::leave);
            assertThat(share.each(Audience.everyone("/"), member -> {})).isZero();
        }
    }

    /** After some thousand million audiences. */
    @Test
    void findsEverybodyWhenTheNumbersOfVisitsBeginAnew() {
        arrive();
        Audience all = Audience.everyone("/").except(Set.of(Room.custom("empty")));
        assertThat(share.each(all, member -> {})).isEqualTo(CLIENTS);
        arrive();

        share.visits = -1;

        assertThat(share.each(all, member -> {})).isEqualTo(2 * CLIENTS);
        assertThat(share.each(all, member -> {})).isEqualTo(2 * CLIENTS);
    }

    @Test
    void nobodyIsInNoneOfNoRooms() {
        arrive();

        assertThat(share.each(Audience.everyone("/").within(Set.of()), member -> {}))
                .isZero();
    }

    private List<Member> arrive() {
        List<Member> members = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            Member member = new Member(new RandomId(i, 0), space, null, Set.of(), "attachment");
            share.enter(member);
            model.put(member, new HashSet<>());
            members.add(member);
        }
        return members;
    }

    private void change(Member member, Random dice) {
        Set<Room> rooms = model.get(member);
        Room room = room(dice);
        if (rooms == null) {
            share.join(room, member); // too late
        } else if (dice.nextInt(100) == 0) {
            leave(member);
        } else if (dice.nextInt(3) > 0) {
            rooms.add(room);
            share.join(room, member);
        } else {
            rooms.remove(room);
            share.leave(room, member);
        }
    }

    private void leave(Member member) {
        Set<Room> rooms = model.remove(member);
        if (rooms != null) {
            share.exit(rooms.toArray(Room[]::new), member);
        }
    }

    private static Audience audience(List<Member> members, Random dice) {
        Audience audience = new Audience("/", rooms(dice, dice.nextInt(3)));
        for (int i = dice.nextInt(3); i > 0; i--) {
            audience = audience.within(rooms(dice, 1 + dice.nextInt(3)));
        }
        if (dice.nextBoolean()) {
            audience = audience.except(rooms(dice, dice.nextInt(3)));
        }
        if (dice.nextInt(4) == 0) {
            audience = audience.exceptClients(
                    Set.of(members.get(dice.nextInt(CLIENTS)).id()));
        }
        return audience;
    }

    private List<Member> expected(Audience audience) {
        List<Member> expected = new ArrayList<>();
        model.forEach((member, rooms) -> {
            boolean meant = audience.rooms().isEmpty() || meet(rooms, audience.rooms());
            for (Set<Room> others : audience.within()) {
                meant = meant && meet(rooms, others);
            }
            if (meant
                    && !meet(rooms, audience.except())
                    && !audience.exceptClients().contains(member.id())) {
                expected.add(member);
            }
        });
        return expected;
    }

    private static boolean meet(Set<Room> some, Set<Room> others) {
        return some.stream().anyMatch(others::contains);
    }

    private static Set<Room> rooms(Random dice, int number) {
        Set<Room> rooms = new HashSet<>();
        for (int i = 0; i < number; i++) {
            rooms.add(room(dice));
        }
        return rooms;
    }

    private static Room room(Random dice) {
        return Room.custom(Integer.toString(dice.nextInt(ROOMS)));
    }
}
