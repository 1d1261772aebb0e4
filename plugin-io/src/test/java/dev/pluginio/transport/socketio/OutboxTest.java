package dev.pluginio.transport.socketio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pluginio.transport.Audience;
import dev.pluginio.transport.Emission;
import dev.pluginio.transport.TransportObserver;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What waits for one client. */
class OutboxTest {

    private final Outbox outbox = new Outbox(100, TransportObserver.NONE);

    @Test
    void isOverfullWhenMoreBytesWaitThanMay() {
        outbox.add(frame(60));
        outbox.add(frame(40));
        assertThat(outbox.isOverfull()).isFalse();

        outbox.add(frame(1));
        assertThat(outbox.isOverfull()).isTrue();

        outbox.next();
        assertThat(outbox.isOverfull()).isFalse();
    }

    @Test
    void isOverfullWhenMorePacketsWaitThanMayHoweverSmallTheyAre() {
        Outbox roomy = new Outbox(Long.MAX_VALUE, TransportObserver.NONE);
        for (int i = 0; i < Outbox.MOST_FRAMES; i++) {
            roomy.add(frame(0));
        }
        assertThat(roomy.isOverfull()).isFalse();

        roomy.add(frame(0));
        assertThat(roomy.isOverfull()).isTrue();
    }

    @Test
    void givesOutInTheOrderInWhichItWasGiven() {
        Frame first = frame(1);
        Frame second = frame(2);
        Frame third = frame(3);
        outbox.add(first);
        outbox.add(second);
        assertThat(outbox.next()).isSameAs(first);
        outbox.add(third);

        assertThat(outbox.next()).isSameAs(second);
        assertThat(outbox.next()).isSameAs(third);
        assertThat(outbox.next()).isNull();
    }

    @Test
    void countsNoMoreWhatWasWithheld() {
        Space left = new Space("/left");
        Space other = new Space("/other");
        outbox.add(new Frame(new byte[80], left));
        outbox.add(new Frame(new byte[20], other));

        outbox.withhold(left);
        outbox.add(frame(80));

        assertThat(outbox.isOverfull()).isFalse();
        outbox.add(frame(1));
        assertThat(outbox.isOverfull()).isTrue();
    }

    /** Coalescing, withholding and taking, against a model that is a plain list. */
    @Test
    void isAQueueWhateverIsTakenOutOfIt() {
        Space here = new Space("/");
        Space there = new Space("/there");
        for (int seed = 0; seed < 200; seed++) {
            Random dice = new Random(seed);
            var outbox = new Outbox(1_000, TransportObserver.NONE);
            List<Frame> model = new ArrayList<>();
            boolean thinned = false;
            for (int step = 0; step < 400; step++) {
                int what = dice.nextInt(100);
                if (what < (step < 200 ? 75 : 45)) {
                    Frame frame = emission(dice.nextBoolean() ? here : there, dice);
                    if (dice.nextInt(10) == 0) {
                        outbox.thinOut();
                        model.removeIf(Frame::isDroppable);
                        thinned = !model.isEmpty() && thinned || model.stream().anyMatch(old -> old.newest() != null);
                    }
                    outbox.add(frame);
                    model.add(frame);
                    if (thinned) {
                        model.removeIf(old -> isOutOfDate(old, model));
                    }
                } else if (what < 97) {
                    assertThat(outbox.next()).isSameAs(model.isEmpty() ? null : model.remove(0));
                } else if (what < 98) {
                    outbox.withhold(there);
                    model.removeIf(old -> old.isFor(there));
                } else {
                    outbox.clear();
                    model.clear();
                }
                thinned = thinned && !model.isEmpty();
                assertThat(outbox.isEmpty()).isEqualTo(model.isEmpty());
                assertThat(outbox.isOverfull())
                        .isEqualTo(model.stream().mapToInt(Frame::size).sum() > 1_000);
            }
        }
    }

    private static boolean isOutOfDate(Frame frame, List<Frame> queue) {
        return frame.newest() != null
                && queue.subList(queue.indexOf(frame) + 1, queue.size()).stream()
                        .anyMatch(later -> frame.newest().equals(later.newest()));
    }

    private static Frame emission(Space space, Random dice) {
        var emission = new Emission("x", new byte[0], Audience.everyone(space.name()));
        if (dice.nextInt(3) > 0) {
            emission = emission.newest(Integer.toString(dice.nextInt(10)));
        }
        if (dice.nextInt(5) == 0) {
            emission = emission.droppable();
        }
        return new Frame(new Encoded(new byte[dice.nextInt(50)], List.of()), space, emission);
    }

    private static Frame frame(int size) {
        return new Frame("x".repeat(size).getBytes(StandardCharsets.US_ASCII));
    }
}
