package dev.pluginio.transport.socketio;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What waits for one client. */
class OutboxTest {

    private final Outbox outbox = new Outbox(100);

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
        Outbox roomy = new Outbox(Long.MAX_VALUE);
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

    private static Frame frame(int size) {
        return new Frame("x".repeat(size).getBytes(StandardCharsets.US_ASCII));
    }
}
