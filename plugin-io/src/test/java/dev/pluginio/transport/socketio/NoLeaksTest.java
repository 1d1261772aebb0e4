package dev.pluginio.transport.socketio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pluginio.testing.NoLeaks;
import io.netty.buffer.PooledByteBufAllocator;
import org.junit.jupiter.api.Test;

/** That a leak in the transport's tests would be seen. */
class NoLeaksTest {

    @Test
    void findsABufferThatNobodyReleases() throws Exception {
        NoLeaks.found();
        lose();

        assertThat(NoLeaks.found()).singleElement().asString().startsWith("ByteBuf");
    }

    private static void lose() {
        PooledByteBufAllocator.DEFAULT.directBuffer(16).writeByte(1);
    }
}
