package dev.pluginio.transport.socketio.limit;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.pluginio.testing.SampleLimits;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What an operator reads at the usual log level if the limits do not fit to proxies and offices. */
class WarningsTest {

    private final Logger logger = (Logger) LoggerFactory.getLogger(Warnings.class);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeEach
    void listen() {
        logger.setAdditive(false);
        log.start();
        logger.addAppender(log);
    }

    @AfterEach
    void stopListening() {
        logger.detachAppender(log);
        logger.setAdditive(true);
    }

    private static Doorkeeper doorkeeper(SampleLimits limits) {
        return new Doorkeeper(limits.made(), new ManualClock());
    }

    private static InetSocketAddress at(int last) throws Exception {
        return new InetSocketAddress(InetAddress.getByName("192.0.2." + last), 4711);
    }

    private List<String> warnings() {
        assertThat(log.list).allSatisfy(line -> assertThat(line.getLevel()).isEqualTo(Level.WARN));
        return log.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    @Test
    void tellOnceOfEachAddressAndLimit() throws Exception {
        Doorkeeper doorkeeper = doorkeeper(new SampleLimits().handshakes(1).connections(1));
        doorkeeper.enter(at(1));
        for (int i = 0; i < 30; i++) {
            doorkeeper.knock(at(1));
            doorkeeper.enter(at(1));
            doorkeeper.connect(at(1));
            doorkeeper.knock(at(2));
        }

        assertThat(warnings())
                .hasSize(3)
                .allSatisfy(line -> assertThat(line).contains("limits.trustProxy", "limits.exempt"))
                .anySatisfy(line -> assertThat(line).contains("192.0.2.1", "limits.handshakesPerSecond"))
                .anySatisfy(line -> assertThat(line).contains("192.0.2.1", "limits.connectionsPerAddress"))
                .anySatisfy(line -> assertThat(line).contains("192.0.2.2", "limits.handshakesPerSecond"));
    }

    @Test
    void doNotGrowWithTheNumberOfAddresses() throws Exception {
        Doorkeeper doorkeeper = doorkeeper(new SampleLimits().handshakes(1));
        for (int address = 0; address < 200; address++) {
            for (int i = 0; i < 11; i++) {
                doorkeeper.knock(at(address));
            }
        }

        assertThat(warnings()).hasSize(32);
    }

    @Test
    void tellOnceOfAProxyThatIsNotListenedTo() throws Exception {
        var headers = new DefaultHttpHeaders().set("X-Forwarded-For", "10.0.0.1");
        Doorkeeper doorkeeper = doorkeeper(new SampleLimits());
        doorkeeper.client(new DefaultHttpHeaders(), at(1));
        assertThat(warnings()).isEmpty();
        doorkeeper.client(headers, at(1));
        doorkeeper.client(headers, at(2));

        assertThat(warnings()).singleElement().asString().contains("limits.trustProxy is 0");
    }

    @Test
    void tellOnceOfAnEntryThatIsNoAddressAndNotWhatItSays() throws Exception {
        var headers = new DefaultHttpHeaders().set("X-Forwarded-For", "s3cret");
        Doorkeeper doorkeeper = doorkeeper(new SampleLimits().trustProxy(1));
        doorkeeper.client(headers, at(1));
        doorkeeper.client(headers, at(1));

        assertThat(warnings()).singleElement().asString().contains("no address").doesNotContain("s3cret");
    }
}
