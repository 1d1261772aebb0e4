package dev.pluginio.transport.socketio;

import static dev.pluginio.transport.socketio.RunningTransport.next;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pluginio.transport.Audience;
import dev.pluginio.transport.Client;
import dev.pluginio.transport.Emission;
import dev.pluginio.transport.Room;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The end of a series reaches exactly those who were given something of it. */
class SeriesTest {

    private static final Room CELLAR = Room.custom("cellar");
    private static final Room ATTIC = Room.custom("attic");

    private static Emission part(String event, Object series, Room... rooms) {
        return new Emission(event, "1".getBytes(StandardCharsets.UTF_8), new Audience(Audience.ROOT, Set.of(rooms)))
                .ofSeries(series);
    }

    private static Client entered(RunningTransport io, Room room) throws Exception {
        Client client = next(io.recorder.connected);
        assertThat(client.join(room)).isTrue();
        return client;
    }

    @Test
    void reachesWhoHeardSomethingWhereverItIsByNowAndNobodyElse() throws Exception {
        try (var io = new RunningTransport()) {
            RawClient raw = new RawClient(io.port());
            RawClient.Connection moved = raw.enter();
            Client client = entered(io, CELLAR);
            RawClient.Connection stays = raw.enter();
            entered(io, CELLAR);
            RawClient.Connection other = raw.enter();
            entered(io, ATTIC);

            io.transport.send(part("a", "first", CELLAR));
            client.leave(CELLAR);
            io.transport.send(part("b", "first", CELLAR));
            io.transport.end(part("end", "first"));
            io.transport.end(part("end", "first"));
            io.transport.send(part("c", "second", ATTIC));
            io.transport.end(part("end", "first"));
            io.transport.end(part("end", "second"));
            io.send("last", "2");

            assertThat(moved.next()).isEqualTo("42[\"a\",1]");
            assertThat(moved.next()).isEqualTo("42[\"end\",1]");
            assertThat(moved.next()).isEqualTo("42[\"last\",2]");
            assertThat(stays.next()).isEqualTo("42[\"a\",1]");
            assertThat(stays.next()).isEqualTo("42[\"b\",1]");
            assertThat(stays.next()).isEqualTo("42[\"end\",1]");
            assertThat(stays.next()).isEqualTo("42[\"last\",2]");
            assertThat(other.next()).isEqualTo("42[\"c\",1]");
            assertThat(other.next()).isEqualTo("42[\"end\",1]");
            assertThat(other.next()).isEqualTo("42[\"last\",2]");
        }
    }
}
