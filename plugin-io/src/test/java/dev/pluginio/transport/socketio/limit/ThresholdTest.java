package dev.pluginio.transport.socketio.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ThresholdTest {

    private final ManualClock clock = new ManualClock();
    private final List<String> late = new ArrayList<>();
    private final Threshold threshold = new Threshold(Duration.ofSeconds(8), Duration.ofSeconds(20), clock, late::add);
    private final EmbeddedChannel channel = new EmbeddedChannel(threshold);

    private void pass(int seconds) {
        for (int i = 0; i < seconds; i++) {
            clock.forward(Duration.ofSeconds(1));
            channel.advanceTimeBy(1, TimeUnit.SECONDS);
            channel.runScheduledPendingTasks();
        }
    }

    private void bytes() {
        channel.writeInbound(Unpooled.copiedBuffer("G", StandardCharsets.US_ASCII));
        channel.releaseInbound();
    }

    private String answer() {
        var answer = new StringBuilder();
        for (ByteBuf out = channel.readOutbound(); out != null; out = channel.readOutbound()) {
            answer.append(out.toString(StandardCharsets.US_ASCII));
            out.release();
        }
        return answer.toString();
    }

    @Test
    void closesAConnectionThatTricklesItsRequest() {
        for (int i = 0; i < 8; i++) {
            assertThat(channel.isOpen()).isTrue();
            bytes();
            pass(1);
        }
        pass(2);

        assertThat(channel.isOpen()).isFalse();
        assertThat(answer()).startsWith("HTTP/1.1 408 ");
        assertThat(late).containsExactly("requests in time");
    }

    @Test
    void waitsForAsLongAsTheServerNeeds() {
        bytes();
        threshold.requested();
        pass(100);

        assertThat(channel.isOpen()).isTrue();
    }

    @Test
    void closesAConnectionThatDoesNotTakeItsAnswer() {
        bytes();
        threshold.requested();
        pass(50);
        channel.writeOutbound(Unpooled.EMPTY_BUFFER);
        pass(11);

        assertThat(channel.isOpen()).isFalse();
        assertThat(late).containsExactly("answers taken in time");
    }

    @Test
    void letsAConnectionRestAfterAnAnswerAndMeasuresTheNextRequestFromItsFirstByte() {
        bytes();
        threshold.requested();
        threshold.answered();
        pass(19);
        bytes();
        pass(7);
        assertThat(channel.isOpen()).isTrue();
        pass(4);

        assertThat(channel.isOpen()).isFalse();
        assertThat(answer()).startsWith("HTTP/1.1 408 ");
    }

    @Test
    void closesAConnectionThatRestsTooLongWithoutBlame() {
        threshold.requested();
        threshold.answered();
        pass(23);

        assertThat(channel.isOpen()).isFalse();
        assertThat(answer()).isEmpty();
        assertThat(late).isEmpty();
    }

    @Test
    void watchesNoMoreOnceItIsTakenAway() {
        channel.pipeline().remove(threshold);
        pass(100);

        assertThat(channel.isOpen()).isTrue();
        assertThat(late).isEmpty();
    }
}
