package dev.pluginio.transport.socketio.limit;

import dev.pluginio.transport.Limits;
import dev.pluginio.transport.Network;
import java.time.Duration;
import java.util.List;

/** Limits of which a test sets what it is about. */
final class SampleLimits {

    private int trustProxy;
    private List<Network> allow = List.of();
    private List<Network> deny = List.of();
    private List<Network> exempt = List.of();
    private int connections;
    private int handshakes;
    private int packets;
    private int bytes;

    SampleLimits trustProxy(int hops) {
        trustProxy = hops;
        return this;
    }

    SampleLimits allow(String network) {
        allow = List.of(Network.of(network));
        return this;
    }

    SampleLimits deny(String network) {
        deny = List.of(Network.of(network));
        return this;
    }

    SampleLimits exempt(String network) {
        exempt = List.of(Network.of(network));
        return this;
    }

    SampleLimits connections(int number) {
        connections = number;
        return this;
    }

    SampleLimits handshakes(int perSecond) {
        handshakes = perSecond;
        return this;
    }

    SampleLimits packets(int perSecond) {
        packets = perSecond;
        return this;
    }

    SampleLimits bytes(int perSecond) {
        bytes = perSecond;
        return this;
    }

    Limits made() {
        return new Limits(
                trustProxy,
                allow,
                deny,
                exempt,
                connections,
                handshakes,
                packets,
                bytes,
                0,
                0,
                Duration.ofSeconds(10),
                8_192,
                4_096);
    }
}
