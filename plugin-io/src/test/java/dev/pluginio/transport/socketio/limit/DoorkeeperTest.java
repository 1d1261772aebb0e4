package dev.pluginio.transport.socketio.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pluginio.testing.SampleLimits;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** B17: what one address may do is limited. */
class DoorkeeperTest {

    private static final InetSocketAddress ONE = at("192.0.2.1");
    private static final InetSocketAddress OTHER = at("192.0.2.2");

    private final ManualClock clock = new ManualClock();

    private static InetSocketAddress at(String address) {
        try {
            return new InetSocketAddress(InetAddress.getByName(address), 4711);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private Doorkeeper doorkeeper(SampleLimits limits) {
        return new Doorkeeper(limits.made(), clock);
    }

    private static int knocks(Doorkeeper doorkeeper, InetSocketAddress client) {
        int knocks = 0;
        while (knocks < 100_000 && doorkeeper.knock(client)) {
            knocks++;
        }
        return knocks;
    }

    @Test
    void letsAnAddressKnockAsOftenAsItMay() {
        Doorkeeper doorkeeper = doorkeeper(new SampleLimits().handshakes(3));

        assertThat(knocks(doorkeeper, ONE)).isEqualTo(30);
        assertThat(knocks(doorkeeper, OTHER)).isEqualTo(30);
        clock.forward(Duration.ofSeconds(2));
        assertThat(knocks(doorkeeper, ONE)).isEqualTo(6);
        clock.forward(Duration.ofDays(1));
        assertThat(knocks(doorkeeper, ONE)).isEqualTo(30);
    }

    @Test
    void takesANetworkOfIpv6ForOneAddress() {
        Doorkeeper doorkeeper = doorkeeper(new SampleLimits().handshakes(3));
        assertThat(knocks(doorkeeper, at("2001:db8:0:1::1"))).isEqualTo(30);

        assertThat(doorkeeper.knock(at("2001:db8:0:1:ffff::2"))).isFalse();
        assertThat(doorkeeper.knock(at("2001:db8:0:2::1"))).isTrue();
        assertThat(doorkeeper.knock(at("32.1.13.184"))).isTrue();
    }

    @Test
    void letsAnAddressHaveAsManySessionsAsItMay() {
        Doorkeeper doorkeeper = doorkeeper(new SampleLimits().connections(2));
        assertThat(doorkeeper.enter(ONE)).isTrue();
        assertThat(doorkeeper.enter(ONE)).isTrue();

        assertThat(doorkeeper.enter(ONE)).isFalse();
        assertThat(doorkeeper.enter(OTHER)).isTrue();
        doorkeeper.leave(ONE);
        assertThat(doorkeeper.enter(ONE)).isTrue();
        assertThat(doorkeeper.enter(ONE)).isFalse();
    }

    @Test
    void letsAnAddressOpenFourTimesAsManyConnectionsOfTcp() {
        Doorkeeper doorkeeper = doorkeeper(new SampleLimits().connections(2));
        for (int i = 0; i < 8; i++) {
            assertThat(doorkeeper.connect(ONE)).isTrue();
        }

        assertThat(doorkeeper.connect(ONE)).isFalse();
        assertThat(doorkeeper.connect(OTHER)).isTrue();
        doorkeeper.disconnect(ONE);
        assertThat(doorkeeper.connect(ONE)).isTrue();
    }

    @Test
    void countsNeitherProxiesNorWhoIsExempt() {
        Doorkeeper proxied =
                doorkeeper(new SampleLimits().connections(1).handshakes(1).trustProxy(1));
        for (int i = 0; i < 100; i++) {
            assertThat(proxied.connect(ONE)).isTrue();
        }
        Doorkeeper exempting =
                doorkeeper(new SampleLimits().connections(1).handshakes(1).exempt("192.0.2.1"));
        for (int i = 0; i < 100; i++) {
            assertThat(exempting.enter(ONE)).isTrue();
            assertThat(exempting.connect(ONE)).isTrue();
            assertThat(exempting.knock(ONE)).isTrue();
        }

        assertThat(knocks(exempting, OTHER)).isEqualTo(10);
    }

    /** Whoever talks to a proxy's neighbour, or makes one say so, is not this machine. */
    @Test
    void exemptsThisMachineOnlyAsThePeerOfAConnection() {
        Doorkeeper doorkeeper =
                doorkeeper(new SampleLimits().handshakes(1).trustProxy(1).exempt("127.0.0.0/8"));
        HttpHeaders headers = new DefaultHttpHeaders().set("X-Forwarded-For", "127.0.0.1");
        InetSocketAddress claimed = doorkeeper.client(headers, ONE);

        assertThat(knocks(doorkeeper, claimed)).isEqualTo(10);
        assertThat(knocks(doorkeeper, at("127.0.0.1"))).isEqualTo(100_000);
    }

    @Test
    void exemptsOthersAlsoIfAProxyTellsOfThem() {
        Doorkeeper doorkeeper =
                doorkeeper(new SampleLimits().handshakes(1).trustProxy(1).exempt("192.0.2.7"));
        HttpHeaders headers = new DefaultHttpHeaders().set("X-Forwarded-For", "192.0.2.7");

        assertThat(knocks(doorkeeper, doorkeeper.client(headers, ONE))).isEqualTo(100_000);
    }

    @Test
    void forgetsWhoHasNothingOpenAndHasNotKnockedLately() {
        Doorkeeper doorkeeper = doorkeeper(new SampleLimits().connections(5).handshakes(5));
        doorkeeper.connect(ONE);
        doorkeeper.knock(ONE);
        doorkeeper.enter(ONE);
        doorkeeper.leave(ONE);
        assertThat(doorkeeper.remembered()).isEqualTo(1);
        clock.forward(Duration.ofSeconds(1));
        doorkeeper.disconnect(ONE);

        assertThat(doorkeeper.remembered()).isZero();
    }

    @Test
    void remembersABoundedNumberOfAddressesButEveryOneThatHasSomethingOpen() {
        Doorkeeper doorkeeper = doorkeeper(new SampleLimits().connections(1).handshakes(1));
        doorkeeper.enter(ONE);
        for (int i = 0; i < 200_000; i++) {
            doorkeeper.knock(
                    at("2001:db8:" + Integer.toHexString(i >> 8) + ":" + Integer.toHexString(i & 0xFF) + "::1"));
        }

        assertThat(doorkeeper.remembered()).isBetween(1_000, 50_001);
        assertThat(doorkeeper.enter(ONE)).isFalse();
    }

    /** Each of them would otherwise look at all others: minutes in place of a moment. */
    @Test
    @Timeout(30)
    void letsInVeryManyAddressesThatHaveSomethingOpenWithoutLookingAtAllOfThemEachTime() {
        Doorkeeper doorkeeper = doorkeeper(new SampleLimits().connections(1).handshakes(1));
        for (int i = 0; i < 100_000; i++) {
            doorkeeper.enter(at("10." + (i >> 16) + "." + (i >> 8 & 0xFF) + "." + (i & 0xFF)));
        }

        assertThat(doorkeeper.remembered()).isEqualTo(100_000);
    }

    @Test
    void countsRightWhenManyThreadsAsk() throws InterruptedException {
        Doorkeeper doorkeeper = doorkeeper(new SampleLimits().connections(100).handshakes(100));
        var welcome = new AtomicInteger();
        var ended = new CountDownLatch(4);
        for (int thread = 0; thread < 4; thread++) {
            new Thread(() -> {
                        for (int i = 0; i < 1_000; i++) {
                            if (doorkeeper.knock(ONE)) {
                                welcome.incrementAndGet();
                            }
                            doorkeeper.enter(OTHER);
                            doorkeeper.leave(OTHER);
                        }
                        ended.countDown();
                    })
                    .start();
        }
        ended.await();

        assertThat(welcome).hasValue(1_000);
        assertThat(doorkeeper.remembered()).isEqualTo(1);
    }

    @Test
    void letsInWhomTheListsLetIn() {
        Doorkeeper all = doorkeeper(new SampleLimits());
        assertThat(all.admits(ONE)).isTrue();
        Doorkeeper some = doorkeeper(new SampleLimits().allow("192.0.2.0/24").deny("192.0.2.2"));

        assertThat(some.admits(ONE)).isTrue();
        assertThat(some.admits(OTHER)).isFalse();
        assertThat(some.admits(at("192.0.3.1"))).isFalse();
        assertThat(some.admits(at("::1"))).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "none",
            value = {
                // hops, header, client; the peer is 192.0.2.1
                "0 | none                        | 192.0.2.1",
                "0 | 10.0.0.1                    | 192.0.2.1",
                "1 | none                        | 192.0.2.1",
                "1 | 10.0.0.1                    | 10.0.0.1",
                "1 | 1.1.1.1, 2.2.2.2, 10.0.0.1  | 10.0.0.1",
                "2 | 1.1.1.1, 10.0.0.1, 10.0.0.2 | 10.0.0.1",
                "2 | 10.0.0.2                    | 10.0.0.2",
                "3 | 10.0.0.1,10.0.0.2,10.0.0.3  | 10.0.0.1",
                "1 | 10.0.0.1:4711               | 10.0.0.1",
                "1 | [2001:db8::7]:4711          | 2001:db8::7",
                "1 | [2001:db8::7]               | 2001:db8::7",
                "1 | 2001:db8::7                 | 2001:db8::7",
                "1 | ::ffff:a00:1                | 10.0.0.1",
                "1 | ::ffff:10.0.0.1             | 10.0.0.1",
                "1 | ::FFFF:10.0.0.1             | 10.0.0.1",
                "1 | [::ffff:10.0.0.1]           | 10.0.0.1",
                "1 | [::ffff:10.0.0.1]:4711      | 10.0.0.1",
                "1 | ::ffff:10.0.0.1:4711        | 192.0.2.1",
                "1 | ::ffff:10.0.0.256           | 192.0.2.1",
                "1 | 10.0.0.1,                   | 192.0.2.1",
                "1 | unknown                     | 192.0.2.1",
                "1 | 10.0.0.1/8                  | 192.0.2.1",
                "1 | localhost                   | 192.0.2.1",
                "2 | 10.0.0.1, evil, 10.0.0.3    | 10.0.0.3",
                "1 | ,,,,                        | 192.0.2.1",
            })
    void believesAsManyEntriesOfTheHeaderAsThereAreProxies(int hops, String header, String client) {
        HttpHeaders headers = new DefaultHttpHeaders();
        if (header != null) {
            headers.set("X-Forwarded-For", header);
        }

        assertThat(doorkeeper(new SampleLimits().trustProxy(hops))
                        .client(headers, ONE)
                        .getAddress())
                .isEqualTo(at(client).getAddress());
    }

    @Test
    void readsAHeaderThatIsGivenInSeveralLinesAsOne() {
        HttpHeaders headers = new DefaultHttpHeaders()
                .add("X-Forwarded-For", "1.1.1.1, 10.0.0.1")
                .add("x-forwarded-for", "10.0.0.2");

        assertThat(doorkeeper(new SampleLimits().trustProxy(2))
                        .client(headers, ONE)
                        .getAddress())
                .isEqualTo(at("10.0.0.1").getAddress());
    }
}
