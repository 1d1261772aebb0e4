package dev.pluginio.transport.socketio;

import static dev.pluginio.transport.socketio.RunningTransport.EVERYBODY;
import static dev.pluginio.transport.socketio.RunningTransport.next;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pluginio.transport.Audience;
import dev.pluginio.transport.Client;
import dev.pluginio.transport.Room;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Who is in which room, and hears what is sent there. */
class MembershipTest extends TransportTesting {

    @Test
    void countsAndReachesAClientInSeveralRoomsOnce() throws Exception {
        RawClient.Connection client = raw.enter();
        Client entered = next(io.recorder.connected);
        Room news = new Room(Room.Kind.CUSTOM, "news");
        entered.join(news);
        entered.join(news);

        assertThat(entered.rooms()).containsExactlyInAnyOrder(EVERYBODY, news);
        assertThat(io.send("x", "1", EVERYBODY, news)).isEqualTo(1);
        assertThat(io.send("x", "2", new Room(Room.Kind.ROLE, "news"))).isZero();
        entered.leave(news);
        assertThat(io.send("x", "3", news)).isZero();
        assertThat(io.send("x", "4", EVERYBODY, news)).isEqualTo(1);
        assertThat(client.next()).isEqualTo("42[\"x\",1]");
        assertThat(client.next()).isEqualTo("42[\"x\",4]");
        client.close();
    }

    @Test
    void deliversWhatWasSentBeforeItLeftARoom() throws Exception {
        RawClient.Connection client = raw.enter();
        Client entered = next(io.recorder.connected);
        for (int i = 0; i < 200; i++) {
            Room room = new Room(Room.Kind.ENTITY, "e" + i);
            entered.join(room);
            assertThat(io.send("x", "" + i, room)).isEqualTo(1);
            entered.leave(room);
            assertThat(io.send("x", "-1", room)).isZero();
        }

        for (int i = 0; i < 200; i++) {
            assertThat(client.next()).isEqualTo("42[\"x\"," + i + "]");
        }
        client.close();
    }

    @Test
    void isFoundByItsIdAndInItsRoomsAsLongAsItIsThere() throws Exception {
        RawClient.Connection first = raw.enter();
        Client one = next(io.recorder.connected);
        RawClient.Connection second = raw.enter();
        Client two = next(io.recorder.connected);
        Room lounge = Room.custom("lounge");
        two.join(lounge);
        Audience everyone = Audience.everyone(Audience.ROOT);

        assertThat(io.transport.find(one.id())).contains(one);
        assertThat(io.transport.members(everyone)).containsExactlyInAnyOrder(one, two);
        assertThat(io.transport.members(everyone.except(Set.of(lounge)))).containsExactly(one);
        assertThat(io.transport.rooms(Audience.ROOT)).isEqualTo(Map.of(EVERYBODY, 2, lounge, 1));
        assertThat(io.transport.rooms("/nowhere")).isEmpty();
        assertThat(io.transport.namespaces()).containsExactlyInAnyOrder(Audience.ROOT, "/admin");
        second.close();
        next(io.recorder.disconnected);
        assertThat(io.transport.find(two.id())).isEmpty();
        assertThat(io.transport.rooms(Audience.ROOT)).isEqualTo(Map.of(EVERYBODY, 1));
        first.close();
    }
}
