package dev.pluginio.transport.socketio;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** In which order sessions are flushed, and what waits until all of them are. */
class FlushingTest {

    private final List<Outlet> flushed = new ArrayList<>();
    private final Flushing flushing = new Flushing(flushed::add);

    private List<Outlet> amongMany(int number) {
        List<Outlet> outlets =
                Stream.generate(() -> new Outlet(null)).limit(number).toList();
        outlets.forEach(outlet -> flushing.add(outlet, true));
        return outlets;
    }

    @Test
    void doesNotHaveOneWaitForWhatManyWereSent() {
        List<Outlet> many = amongMany(10);
        flushing.part(3);
        var one = new Outlet(null);
        flushing.add(one, false);

        flushing.part(3);

        assertThat(flushed)
                .containsExactly(many.get(0), many.get(1), many.get(2), one, many.get(3), many.get(4), many.get(5));
    }

    /** Whoever waits for a change of rights would wait for ever where something is always sent. */
    @Test
    void settlesWhenAllWereFlushedThatWereToldOfBeforeHoweverManyCome() {
        var first = new Outlet(null);
        flushing.add(first, true);
        flushing.part(0); // a round has begun
        List<Outlet> before = amongMany(10);
        var settled = new CompletableFuture<@Nullable Void>();
        flushing.settle(settled);

        for (int part = 0; !settled.isDone() && part < 100; part++) {
            amongMany(3);
            flushing.part(3);
        }

        assertThat(settled).isDone();
        assertThat(flushed).contains(first).containsAll(before);
    }

    @Test
    void settlesNothingBeforeAllWereFlushedThatWereToldOfBefore() {
        List<Outlet> before = amongMany(10);
        var settled = new CompletableFuture<@Nullable Void>();
        flushing.settle(settled);

        flushing.part(9);
        assertThat(settled).isNotDone();
        assertThat(flushing.isEmpty()).isFalse();
        flushing.part(9);

        assertThat(settled).isDone();
        assertThat(flushed).containsExactlyElementsOf(before);
        assertThat(flushing.isEmpty()).isTrue();
    }

    @Test
    void keepsTheBytesOfAFrameUntilAllWereFlushedThatWereSentIt() {
        var allocator = UnpooledByteBufAllocator.DEFAULT;
        var frame = Frame.of("for many");
        frame.remember(allocator);
        ByteBuf bytes = frame.webSocket(allocator);
        amongMany(4);
        flushing.remember(frame);

        flushing.part(3);
        assertThat(bytes.refCnt()).as("kept for the last").isEqualTo(2);
        flushing.part(3);

        assertThat(bytes.refCnt()).isEqualTo(1);
        bytes.release();
    }
}
