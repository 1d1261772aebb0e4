package dev.pluginio.transport.socketio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pluginio.transport.Audience;
import dev.pluginio.transport.Client;
import dev.pluginio.transport.Room;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A room of 100,000, seen by all threads and by one event loop, while others join and leave it. */
class LargeRoomTest {

    private static final int STAYING = 100_000;
    private static final int RESTLESS = 100;
    private static final Room CROWD = Room.custom("crowd");
    private static final Room FEW = Room.custom("few");
    private static final Audience ALL = new Audience("/", Set.of(CROWD));

    private final Space space = new Space("/");
    private final List<Member> members = new ArrayList<>();

    LargeRoomTest() {
        for (int i = 0; i < STAYING + RESTLESS; i++) {
            Member member = new Member(Integer.toString(i), space, null, Set.of(CROWD, FEW), "attachment");
            space.enter(member);
            members.add(member);
            if (i < STAYING) {
                space.join(CROWD, member);
            }
        }
        members.subList(0, 10).forEach(member -> space.join(FEW, member));
    }

    @Test
    void isGoneThroughCompletelyByAnyThreadAndKeepsNobodyFromJoining() {
        AtomicBoolean over = new AtomicBoolean();
        AtomicInteger turns = new AtomicInteger();
        CompletableFuture<Void> coming = CompletableFuture.runAsync(() -> {
            while (!over.get()) {
                members.subList(STAYING, STAYING + RESTLESS).forEach(member -> space.join(CROWD, member));
                members.subList(STAYING, STAYING + RESTLESS).forEach(member -> space.leave(CROWD, member));
                turns.incrementAndGet();
            }
        });
        Set<Client> staying = new HashSet<>(members.subList(0, STAYING));
        int before = turns.get();
        for (int i = 0; i < 2 || turns.get() == before; i++) {
            List<Client> found = space.members(ALL);

            Set<Client> once = new HashSet<>(found);
            assertThat(once.size()).isEqualTo(found.size()).isBetween(STAYING, STAYING + RESTLESS);
            assertThat(once.containsAll(staying)).isTrue();
            assertThat(space.count(ALL)).isBetween(STAYING, STAYING + RESTLESS);
        }
        over.set(true);
        coming.join();
        assertThat(space.count(ALL)).isEqualTo(STAYING);
    }

    /** Whoever asks for a few of very many does not pay for the many. */
    @Test
    void isNotGoneThroughForThoseFewOfItWhoAreInASmallRoomToo() {
        Audience few = ALL.within(Set.of(FEW));
        var share = new Share();
        members.forEach(share::enter);
        members.forEach(member -> share.join(CROWD, member));
        members.subList(0, 10).forEach(member -> share.join(FEW, member));

        assertThat(space.members(few)).hasSize(10);
        assertThat(share.each(few, member -> {})).isEqualTo(10);
        assertThat(members.stream().filter(member -> member.lastVisit != 0)).hasSize(10);
        assertThat(share.each(ALL.except(Set.of(FEW)), member -> {})).isEqualTo(STAYING + RESTLESS - 10);
    }
}
