package dev.pluginio.transport.socketio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pluginio.transport.Audience;
import dev.pluginio.transport.Client;
import dev.pluginio.transport.Room;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
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

    /** Whose ids are their numbers; they are in the namespace only. */
    private List<Member> members(int number) {
        List<Member> members = new ArrayList<>(number);
        for (int i = 0; i < number; i++) {
            Member member = new Member(new RandomId(i, 0), space, null, Set.of(CROWD, FEW), "attachment");
            space.enter(member);
            members.add(member);
        }
        return members;
    }

    @Test
    void isGoneThroughCompletelyByAnyThreadAndKeepsNobodyFromJoining() {
        List<Member> members = members(STAYING + RESTLESS);
        members.subList(0, STAYING).forEach(member -> space.join(CROWD, member));
        List<Member> restless = members.subList(STAYING, STAYING + RESTLESS);
        AtomicBoolean over = new AtomicBoolean();
        AtomicInteger turns = new AtomicInteger();
        CompletableFuture<Void> coming = CompletableFuture.runAsync(() -> {
            while (!over.get()) {
                restless.forEach(member -> space.join(CROWD, member));
                restless.forEach(member -> space.leave(CROWD, member));
                turns.incrementAndGet();
            }
        });
        int before = turns.get();
        for (int i = 0; i < 2 || turns.get() == before; i++) {
            List<Client> found = space.members(ALL);

            BitSet numbers = new BitSet();
            found.forEach(client -> numbers.set((int) ((Member) client).key().head()));
            assertThat(numbers.cardinality()).as("each once").isEqualTo(found.size());
            assertThat(numbers.nextClearBit(0)).as("all who stay").isGreaterThanOrEqualTo(STAYING);
            assertThat(space.count(ALL)).isBetween(STAYING, STAYING + RESTLESS);
        }
        over.set(true);
        coming.join();
        assertThat(space.count(ALL)).isEqualTo(STAYING);
    }

    /** What an event loop goes through for each emission is not copied, and is its own: whoever joins waits for nobody. */
    @Test
    void isGoneThroughByAnEventLoopWithoutACopyWhileOthersJoin() throws Exception {
        List<Member> members = members(STAYING + 1);
        Member newcomer = members.get(STAYING);
        var share = new Share();
        for (Member member : members.subList(0, STAYING)) {
            share.enter(member);
            share.join(CROWD, member);
            space.join(CROWD, member);
        }
        int[] found = new int[1];
        CompletableFuture<Void> joining = new CompletableFuture<>();
        share.each(ALL, member -> {
            if (found[0]++ == 0) {
                joining.completeAsync(() -> {
                    space.join(CROWD, newcomer);
                    return null;
                });
                joining.orTimeout(10, TimeUnit.SECONDS).join();
            }
        });
        assertThat(found[0]).isEqualTo(STAYING);
        assertThat(space.count(ALL)).isEqualTo(STAYING + 1);

        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        share.each(ALL, member -> found[0]++);
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(STAYING);
    }

    /** Whoever asks for a few of many does not pay for the many. */
    @Test
    void isNotGoneThroughForThoseFewOfItWhoAreInASmallRoomToo() {
        List<Member> members = members(1_000);
        Audience few = ALL.within(Set.of(FEW));
        var share = new Share();
        members.forEach(member -> {
            share.enter(member);
            space.join(CROWD, member);
            share.join(CROWD, member);
        });
        members.subList(0, 10).forEach(member -> {
            space.join(FEW, member);
            share.join(FEW, member);
        });

        assertThat(space.members(few)).hasSize(10);
        assertThat(share.each(few, member -> {})).isEqualTo(10);
        assertThat(members.stream().filter(member -> member.lastVisit != 0)).hasSize(10);
        assertThat(share.each(ALL.except(Set.of(FEW)), member -> {})).isEqualTo(990);
    }
}
