package dev.pluginio.e2e.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pluginio.e2e.driver.SampleHost;
import dev.pluginio.e2e.driver.Wire;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a plugin does with clients, across the borders of class loaders. */
@ExtendWith(EchoHost.class)
class HandlersIT {

    @Test
    void aPluginPutsAClientIntoARoomThatTheRealtimeServiceReaches(SampleHost host) {
        try (Wire member = EchoHost.enter(host);
                Wire other = EchoHost.enter(host)) {
            member.send("421[\"probe:join\",\"premium\"]");
            assertThat(member.next()).isEqualTo("431[{\"success\":true,\"rooms\":[\"premium\"]}]");

            assertThat(raw(host, "offer", 50)).isEqualTo(1);
            member.send("422[\"probe:leave\",\"premium\"]");
            assertThat(member.next()).isEqualTo("42[\"offer\",50]");
            assertThat(member.next()).isEqualTo("432[{\"success\":true,\"rooms\":[]}]");

            assertThat(raw(host, "offer", 60)).isZero();
            other.send("42[\"message\"]");
            assertThat(other.next()).isEqualTo("42[\"message-back\"]");
        }
    }

    @Test
    void theRealtimeServiceSendsBinaryData(SampleHost host) {
        try (Wire wire = EchoHost.enter(host)) {
            wire.send("421[\"probe:join\",\"premium\"]");
            wire.next();

            raw(host, "blob", new byte[] {1, 2});

            assertThat(wire.next()).isEqualTo("451-[\"blob\",{\"_placeholder\":true,\"num\":0}]");
            assertThat(wire.next()).isEqualTo("<01 02>");
        }
    }

    private static int raw(SampleHost host, String event, Object data) {
        return host.probe()
                .raw(Map.of("event", event, "data", data, "envelope", "BARE", "room", "premium"))
                .sockets();
    }

    /** A token is for the plugin that asked for it. */
    @Test
    void anotherPluginDoesNotSeeThePayloadOfTheHandshake(SampleHost host) {
        try (Wire wire = Wire.open(host.io())) {
            wire.send("40{\"token\":\"123\"}");
            wire.next();
            assertThat(wire.next()).isEqualTo("42[\"auth\",{\"token\":\"123\"}]");

            wire.send("420[\"probe:who\"]");

            assertThat(wire.next())
                    .isEqualTo("430[{\"role\":\"Public\",\"namespace\":\"/\",\"auth\":{},\"connected\":true}]");
        }
    }

    @Test
    void aPluginAsksAClientAndGetsItsAnswer(SampleHost host) {
        try (Wire wire = EchoHost.enter(host)) {
            wire.send("427[\"probe:ask\",\"why?\"]");
            assertThat(wire.next()).isEqualTo("420[\"question\",\"why?\"]");
            wire.send("42[\"message\",\"meanwhile\"]");
            assertThat(wire.next()).isEqualTo("42[\"message-back\",\"meanwhile\"]");

            wire.send("430[\"because\",2]");

            assertThat(wire.next()).isEqualTo("437[\"answered\",[\"because\",2]]");
        }
    }

    @Test
    void aHandlerThatThrowsCostsItsClientOneError(SampleHost host) {
        try (Wire wire = EchoHost.enter(host)) {
            wire.send("421[\"probe:throw\"]");
            wire.send("42[\"probe:throw\"]");
            wire.send("42[\"message\"]");

            assertThat(wire.next()).isEqualTo("431[{\"success\":false,\"error\":\"internal error\"}]");
            assertThat(wire.next()).isEqualTo("42[\"message-back\"]");
        }
    }

    /** B2. */
    @Test
    void aReplyHasNoSensitiveNames(SampleHost host) {
        try (Wire wire = EchoHost.enter(host)) {
            wire.send("421[\"probe:leak\"]");

            assertThat(wire.next()).isEqualTo("431[{\"name\":\"ann\"}]");
        }
    }

    @Test
    void aPluginHandlesEventsInItsOwnNamespacesOnly(SampleHost host) {
        try (Wire wire = Wire.open(host.io())) {
            wire.send("40/custom,");
            wire.next();
            wire.next();
            wire.send("42/custom,1[\"probe:who\"]");
            wire.send("42/custom,[\"message\"]");

            assertThat(wire.next()).isEqualTo("42/custom,[\"message-back\"]");
        }
    }
}
