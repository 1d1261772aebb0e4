package dev.pluginio.transport.socketio;

import static dev.pluginio.transport.socketio.RunningTransport.next;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pluginio.testing.SampleLimits;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** B17: what one address may do is limited, on the wire; others are not disturbed. */
class AddressLimitsTest extends LimitsTesting {

    @Test
    void answers429ToAnAddressThatOpensTooManyConnectionsInASecond() throws Exception {
        start(new SampleLimits().trustProxy(1).handshakes(1));
        for (int i = 0; i < 10; i++) {
            assertThat(openFrom("192.0.2.1").statusCode()).isEqualTo(200);
        }

        HttpResponse<String> refused = openFrom("192.0.2.1");
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.body()).isEqualTo("{\"code\":4,\"message\":\"Too many requests\"}");
        assertThat(webSocketFrom("192.0.2.1")).startsWith("HTTP/1.1 429 ");
        assertThat(io.counts.limited).hasSize(2).containsOnly("Too many requests");
        assertThat(openFrom("192.0.2.2").statusCode()).isEqualTo(200);
        assertThat(webSocketFrom("192.0.2.2")).startsWith("HTTP/1.1 101 ");
    }

    @Test
    void answers429ToAnAddressThatHasTooManyConnectionsUntilItHasFewer() throws Exception {
        start(new SampleLimits().trustProxy(1).connections(2));
        String session = sid(openFrom("192.0.2.1"));
        assertThat(webSocketFrom("192.0.2.1")).startsWith("HTTP/1.1 101 ");
        await().until(() -> io.counts.opened.get() == 2);

        assertThat(openFrom("192.0.2.1").statusCode()).isEqualTo(429);
        assertThat(webSocketFrom("192.0.2.1")).startsWith("HTTP/1.1 429 ");
        assertThat(openFrom("192.0.2.2").statusCode()).isEqualTo(200);
        raw.send("POST", session, "1");
        assertThat(openFrom("192.0.2.1").statusCode()).isEqualTo(200);
        assertThat(openFrom("192.0.2.1").statusCode()).isEqualTo(429);
    }

    /** Both are looked at before either has opened its session. */
    @Test
    void givesTheLastPlaceOfAnAddressToOneOfTwoThatComeAtOnce() throws Exception {
        start(new SampleLimits().trustProxy(1).connections(1));
        BareSocket first = opened(new BareSocket(io.port()));
        first.say(BareSocket.handshake(
                OPEN_SOCKET, "Content-Length: 1", "Expect: 100-continue", FORWARDED + ": 192.0.2.1"));
        first.hear("100 Continue\r\n\r\n");

        assertThat(openFrom("192.0.2.1").statusCode()).isEqualTo(429);
        assertThat(first.say("x").hear("\r\n\r\n")).startsWith("HTTP/1.1 101 ");
    }

    @Test
    void givesThePlaceBackOfAWebSocketThatComesToNothing() throws Exception {
        start(new SampleLimits().trustProxy(1).connections(1));
        BareSocket incomplete = opened(new BareSocket(io.port()));
        incomplete.say(BareSocket.handshake(
                OPEN_SOCKET, "Content-Length: 1", "Expect: 100-continue", FORWARDED + ": 192.0.2.1"));
        incomplete.hear("100 Continue\r\n\r\n");
        incomplete.close();
        await().until(() -> {
            BareSocket noHandshake = opened(new BareSocket(io.port()));
            noHandshake.say(BareSocket.get(OPEN_SOCKET, "Upgrade: websocket", FORWARDED + ": 192.0.2.1"));
            return noHandshake.hear("\r\n\r\n").startsWith("HTTP/1.1 400 ");
        });

        assertThat(openFrom("192.0.2.1").statusCode()).isEqualTo(200);
        assertThat(openFrom("192.0.2.1").statusCode()).isEqualTo(429);
    }

    @Test
    void closesConnectionsAtOnceOfAnAddressThatHasFarTooMany() throws Exception {
        start(new SampleLimits().connections(2));
        for (int i = 0; i < 8; i++) {
            opened(new BareSocket(io.port()));
        }
        BareSocket tooMany = opened(new BareSocket(io.port()));

        assertThat(tooMany.hearAll()).isEmpty();
        assertThat(io.counts.limited).contains("connections of one address");
    }

    @Test
    void countsAConnectionNoMoreOnceItIsClosed() throws Exception {
        start(new SampleLimits().connections(1));
        for (int i = 0; i < 20; i++) {
            RawClient.Connection connection = raw.open();
            connection.close();
            await().until(() -> io.transport.remembered() == 0);
        }

        assertThat(io.counts.closed).hasSize(20);
        assertThat(io.counts.limited).isEmpty();
    }

    @Test
    void doesNotCountAddressesThatAreExempt() throws Exception {
        start(new SampleLimits().connections(1).handshakes(1).exempt("127.0.0.0/8"));
        for (int i = 0; i < 30; i++) {
            assertThat(raw.get(OPEN).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void countsASessionThatPollsChangesOverAndEntersAsOneHandshake() throws Exception {
        start(new SampleLimits().trustProxy(1).handshakes(1));
        for (int i = 0; i < 9; i++) {
            String session = sid(openFrom("192.0.2.1"));
            BareSocket upgrade = opened(new BareSocket(io.port()));
            upgrade.say(BareSocket.handshake(session.replace("polling", "websocket"), FORWARDED + ": 192.0.2.1"));
            assertThat(upgrade.hear("\r\n\r\n")).startsWith("HTTP/1.1 101 ");
            raw.send("POST", session, "40");
            next(io.recorder.connected);
        }

        assertThat(io.counts.limited).isEmpty();
    }

    @Test
    void slowsDownWhoGuessesIds() throws Exception {
        start(new SampleLimits().trustProxy(1).handshakes(2));
        var answers = new ArrayList<Integer>();
        for (int i = 0; i < 40; i++) {
            answers.add(raw.get(OPEN + "&sid=AAAAAAAAAAAAAAAAAAAAAA" + i, FORWARDED, "192.0.2.1")
                    .statusCode());
        }

        assertThat(answers).containsOnly(400, 429).startsWith(400).endsWith(429);
        assertThat(openFrom("192.0.2.2").statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // hops, list, network, X-Forwarded-For, status
                "0 | deny  | 127.0.0.1    | 192.0.2.1             | 403",
                "0 | deny  | 192.0.2.0/24 | 192.0.2.1             | 200",
                "0 | allow | 127.0.0.0/8  | 192.0.2.1             | 200",
                "0 | allow | 192.0.2.0/24 | 192.0.2.1             | 403",
                "1 | deny  | 192.0.2.0/24 | 192.0.2.1             | 403",
                "1 | deny  | 192.0.2.0/24 | 198.51.100.1          | 200",
                "1 | deny  | 192.0.2.0/24 | 8.8.8.8, 192.0.2.1    | 403",
                "1 | allow | 192.0.2.0/24 | 192.0.2.1, 8.8.8.8    | 403",
                "2 | allow | 192.0.2.0/24 | 192.0.2.1, 8.8.8.8    | 200",
                "1 | allow | 2001:db8::/32 | 2001:db8::1          | 200",
            })
    void letsInWhomTheListsLetInWhateverClientsSayOfThemselves(
            int hops, String list, String network, String header, int status) throws Exception {
        SampleLimits limits = new SampleLimits().trustProxy(hops);
        start(list.equals("deny") ? limits.deny(network) : limits.allow(network));

        assertThat(openFrom(header).statusCode()).isEqualTo(status);
        assertThat(webSocketFrom(header)).startsWith("HTTP/1.1 " + (status == 200 ? 101 : status));
        assertThat(io.counts.violated).hasSize(status == 403 ? 2 : 0);
    }

    @Test
    void showsTheListenerTheAddressOfTheClient() throws Exception {
        start(new SampleLimits().trustProxy(1));
        BareSocket client = opened(new BareSocket(io.port()));
        client.say(BareSocket.handshake(OPEN_SOCKET, FORWARDED + ": 1.1.1.1, 192.0.2.1"))
                .hear("\r\n\r\n");
        client.frame(0x81, "40".getBytes(StandardCharsets.US_ASCII));

        assertThat(next(io.recorder.handshakes).remoteAddress().getAddress().getHostAddress())
                .isEqualTo("192.0.2.1");
    }
}
