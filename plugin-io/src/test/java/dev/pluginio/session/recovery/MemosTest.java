package dev.pluginio.session.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pluginio.session.recovery.Memo.Followed;
import dev.pluginio.session.recovery.Memo.Possessions;
import dev.pluginio.transport.Room;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MemosTest {

    private final Memos memos = new Memos();

    @Test
    void readsWhatItWroteWhateverRoomsAreCalled() {
        Memo memo = new Memo(
                "id",
                new Owner("/", "plugin", Owner.Kind.TOKEN, "7"),
                new Room(Room.Kind.TOKEN, "7"),
                null,
                -1,
                Long.MAX_VALUE,
                true,
                -1,
                Set.of("half \ud83d of a \u0000", "\"quoted\""),
                Set.of("ünïcode"),
                new Possessions(
                        List.of(new Followed("api::a.a", 1, "doc", true), new Followed("api::a.a", "x", "y", false)),
                        List.of("api::b.b")));

        String text = memos.write(memo);

        assertThat(memos.read(text)).contains(memo);
        assertThat(text).isPrintable();
        assertThat(text.chars()).allMatch(c -> c < 128);
    }

    @Test
    void readsNothingOfWhatItCannotUnderstand() {
        assertThat(memos.read("{}")).isEmpty();
        assertThat(memos.read("nonsense")).isEmpty();
        assertThat(memos.read("{\"fromTheFuture\":1}")).isEmpty();
    }

    @Test
    void namesNoSecrets() {
        assertThat(Memos.name("AAAAAAAAAAAAAAAAAAAAAA")).hasSize(43).doesNotContain("AAAAAA");
    }
}
