package dev.pluginio.testing;

import dev.pluginio.transport.Limits;
import dev.pluginio.transport.Network;
import java.time.Duration;
import java.util.List;

/** Limits of which a test sets what it is about; nothing else is limited. */
public final class SampleLimits {

    private int trustProxy;
    private List<Network> allow = List.of();
    private List<Network> deny = List.of();
    private List<Network> exempt = List.of();
    private int connections;
    private int handshakes;
    private int packets;
    private int bytes;
    private int rooms;
    private int acks;
    private Duration requestTimeout = Duration.ofSeconds(30);

    public SampleLimits trustProxy(int hops) {
        trustProxy = hops;
        return this;
    }

    public SampleLimits allow(String network) {
        allow = List.of(Network.of(network));
        return this;
    }

    public SampleLimits deny(String network) {
        deny = List.of(Network.of(network));
        return this;
    }

    public SampleLimits exempt(String network) {
        exempt = List.of(Network.of(network));
        return this;
    }

    public SampleLimits connections(int number) {
        connections = number;
        return this;
    }

    public SampleLimits handshakes(int perSecond) {
        handshakes = perSecond;
        return this;
    }

    public SampleLimits packets(int perSecond) {
        packets = perSecond;
        return this;
    }

    public SampleLimits bytes(int perSecond) {
        bytes = perSecond;
        return this;
    }

    public SampleLimits rooms(int number) {
        rooms = number;
        return this;
    }

    public SampleLimits acks(int number) {
        acks = number;
        return this;
    }

    public SampleLimits requestTimeout(Duration time) {
        requestTimeout = time;
        return this;
    }

    public Limits made() {
        return new Limits(
                trustProxy,
                allow,
                deny,
                exempt,
                connections,
                handshakes,
                packets,
                bytes,
                rooms,
                acks,
                requestTimeout,
                8_192,
                4_096);
    }
}
