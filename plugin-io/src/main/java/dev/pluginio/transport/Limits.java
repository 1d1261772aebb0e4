package dev.pluginio.transport;

import java.time.Duration;
import java.util.List;

/**
 * What one address and one client may do. Of the numbers, 0 stands for no limit.
 *
 * @param trustProxy through how many proxies each request comes; that many entries of {@code X-Forwarded-For} are
 *     believed, from the right
 * @param allow who may connect; empty for everybody
 * @param deny who may not, even if allowed
 * @param exempt whose connections and handshakes are not counted
 * @param connectionsPerAddress how many sessions one address, of IPv6 one /64 network, may have open
 * @param handshakesPerSecond how many sessions, changes of transport and requests to enter a namespace one address may
 *     begin in a second; for a short while {@value #PATIENCE_SECONDS} times as many
 * @param packetsPerSecond how many packets a client may send in a second; for a short while more
 * @param bytesPerSecond how many bytes a client may send in a second; for a short while more
 * @param roomsPerClient how many rooms a client may be in
 * @param pendingAcks how many answers a client may have to wait for at once
 * @param requestTimeout how long an HTTP request, a WebSocket message in fragments or an answer may take to arrive
 * @param maxHeaderSize how many bytes the headers of a request may have
 * @param maxUrlSize how many bytes the first line of a request may have
 */
public record Limits(
        int trustProxy,
        List<Network> allow,
        List<Network> deny,
        List<Network> exempt,
        int connectionsPerAddress,
        int handshakesPerSecond,
        int packetsPerSecond,
        int bytesPerSecond,
        int roomsPerClient,
        int pendingAcks,
        Duration requestTimeout,
        int maxHeaderSize,
        int maxUrlSize) {

    /** How many seconds' worth of what is limited by the second may come at once. */
    public static final int PATIENCE_SECONDS = 10;

    public Limits {
        allow = List.copyOf(allow);
        deny = List.copyOf(deny);
        exempt = List.copyOf(exempt);
    }

    /** The values that hold where nothing else is configured. */
    public static Limits defaults() {
        return new Limits(
                0,
                List.of(),
                List.of(),
                List.of(Network.of("127.0.0.0/8"), Network.of("::1/128")),
                500,
                100,
                500,
                5_000_000,
                1_000,
                1_000,
                Duration.ofSeconds(30),
                16_384,
                8_192);
    }
}
