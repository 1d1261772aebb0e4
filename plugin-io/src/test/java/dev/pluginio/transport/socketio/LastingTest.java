package dev.pluginio.transport.socketio;

import static dev.pluginio.transport.socketio.RunningTransport.next;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pluginio.transport.Arguments;
import dev.pluginio.transport.Client;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What is sent to one client after the other is written once, and each gets it whole. */
class LastingTest extends TransportTesting {

    private final Arguments arguments = json("{\"id\":1}").lasting();

    private static Arguments json(String text) {
        return Arguments.of(text.getBytes(StandardCharsets.UTF_8));
    }

    private record Polling(Client client, String session) {}

    private Polling polling() throws Exception {
        String session = raw.session();
        raw.send("POST", session, "40");
        Client client = next(io.recorder.connected);
        raw.get(session);
        return new Polling(client, session);
    }

    private String told(Polling one, String event, Arguments what) throws Exception {
        one.client().send(event, what);
        return raw.get(one.session()).body();
    }

    @Test
    void isWrittenOnceForAll() throws Exception {
        assertThat(told(polling(), "told", arguments)).isEqualTo("42[\"told\",{\"id\":1}]");
        Object first = arguments.kept();
        assertThat(told(polling(), "told", arguments)).isEqualTo("42[\"told\",{\"id\":1}]");

        assertThat(first).isNotNull();
        assertThat(arguments.kept()).isSameAs(first);
    }

    @Test
    void isWrittenAnewAsAnotherEvent() throws Exception {
        told(polling(), "told", arguments);

        assertThat(told(polling(), "other", arguments)).isEqualTo("42[\"other\",{\"id\":1}]");
    }

    @Test
    void isWrittenAnewOnceOffsetsAreGuarded() throws Exception {
        Arguments text = json("\"no offset\"").lasting();
        assertThat(told(polling(), "told", text)).isEqualTo("42[\"told\",\"no offset\"]");
        io.transport.guardOffsets(true);
        try {
            assertThat(told(polling(), "told", text)).isEqualTo("42[\"told\",\"no offset\",null]");
        } finally {
            io.transport.guardOffsets(false);
        }
    }

    @Test
    void keepsNothingOfWhatIsSentOnce() throws Exception {
        Arguments once = json("1");

        assertThat(told(polling(), "told", once)).isEqualTo("42[\"told\",1]");
        assertThat(once.kept()).isNull();
    }
}
