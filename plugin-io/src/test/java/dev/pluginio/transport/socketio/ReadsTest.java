package dev.pluginio.transport.socketio;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.DefaultEventLoopGroup;
import io.netty.channel.RecvByteBufAllocator.Handle;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How much is read of a connection at once. */
class ReadsTest {

    private final DefaultEventLoopGroup loops = new DefaultEventLoopGroup(2);
    private final Reads reads = new Reads();

    @AfterEach
    void stop() {
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }

    @Test
    void measuresAllConnectionsOfAnEventLoopByOneThing() throws Exception {
        Handle first = measure();
        Handle second = measure();

        assertThat(second).isNotSameAs(first);
        assertThat(measure()).isSameAs(first);
        assertThat(measure()).isSameAs(second);
    }

    /** What a client that stops in the middle of a message has us hold does not grow with what others send. */
    @Test
    void readsNoMoreAtOnceOfOneBecauseAnotherSentMuch() throws Exception {
        Handle measure = measure();
        int before = measure.guess();

        for (int i = 0; i < 100; i++) {
            measure.attemptedBytesRead(measure.guess());
            measure.lastBytesRead(measure.guess());
            measure.readComplete();
        }

        assertThat(measure.guess()).isEqualTo(before).isLessThanOrEqualTo(4_096);
    }

    /** Of one event loop after the other. */
    private Handle measure() throws Exception {
        return loops.next().submit(reads::newHandle).get();
    }
}
