package dev.pluginio.config;

import dev.pluginio.transport.Limits;
import dev.pluginio.transport.Network;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The section {@code limits}. */
record LimitOptions(
        @Setting(
                "Through how many proxies each request comes: that many entries of X-Forwarded-For are believed, from the"
                        + " right. 0: none, the header is not looked at.")
        @Min(value = 0, message = "must be at least {value}")
        @Max(value = 10, message = "must be at most {value}")
        int trustProxy,

        @Setting("The addresses and networks that may connect; without it, all.")
        List<@Pattern(regexp = Network.FORM, message = NETWORK) String> allow,

        @Setting("The addresses and networks that may not connect, even if allowed.")
        List<@Pattern(regexp = Network.FORM, message = NETWORK) String> deny,

        @Setting(
                "The addresses and networks whose connections and handshakes are not counted: by default this machine, as"
                        + " all clients of a proxy that is not told by trustProxy look like it.")
        List<@Pattern(regexp = Network.FORM, message = NETWORK) String> exempt,

        @Setting("How many connections one address may have open; of IPv6, one /64 network. 0: any number.")
        @Min(value = 0, message = "must be at least {value}")
        @Max(value = 1_000_000, message = "must be at most {value}")
        int connectionsPerAddress,

        @Setting(
                "How many connections, changes of transport and requests to enter a namespace one address may begin in a"
                        + " second; ten seconds' worth may come at once. 0: any number.")
        @Min(value = 0, message = "must be at least {value}")
        @Max(value = 1_000_000, message = "must be at most {value}")
        int handshakesPerSecond,

        @Setting("How many packets a client may send in a second; ten seconds' worth may come at once. 0: any number.")
        @Min(value = 0, message = "must be at least {value}")
        @Max(value = 1_000_000, message = "must be at most {value}")
        int packetsPerSecond,

        @Setting(
                value =
                        "How many bytes a client may send in a second; ten seconds' worth, and one message in any case, may"
                                + " come at once. 0: any number.",
                unit = Unit.BYTES)
        @Min(value = 0, message = "must be at least {value}")
        @Max(value = 1_000_000_000, message = "must be at most {value}")
        int bytesPerSecond,

        @Setting("How many rooms a client may be in. 0: any number.")
        @Min(value = 0, message = "must be at least {value}")
        @Max(value = 1_000_000, message = "must be at most {value}")
        int roomsPerClient,

        @Setting("How many events of a client may wait for their handlers at once, and how many answers it may owe."
                + " 0: any number.")
        @Min(value = 0, message = "must be at least {value}")
        @Max(value = 1_000_000, message = "must be at most {value}")
        int pendingAcks,

        @Setting(
                value =
                        "How long a request, from its first byte to its last, a message in fragments, or an answer may take"
                                + " to arrive.",
                unit = Unit.MILLISECONDS)
        @Min(value = 100, message = "must be at least {value} ms")
        @Max(value = 3_600_000, message = "must be at most {value} ms")
        int requestTimeout,

        @Setting(value = "How large the headers of a request may be.", unit = Unit.BYTES)
        @Min(value = 1_000, message = "must be at least {value} bytes")
        @Max(value = 1_000_000, message = "must be at most {value} bytes")
        int maxHeaderSize,

        @Setting(value = "How large the first line of a request, with its address, may be.", unit = Unit.BYTES)
        @Min(value = 500, message = "must be at least {value} bytes")
        @Max(value = 1_000_000, message = "must be at most {value} bytes")
        int maxUrlSize) {

    static final String NETWORK = "must be an IP address, or a network such as '10.0.0.0/8' or '2001:db8::/32'";
    private static final String PATH = PluginsFile.SECTION + ".config.socket.limits.";

    LimitOptions() {
        this(Limits.defaults());
    }

    private LimitOptions(Limits limits) {
        this(
                limits.trustProxy(),
                List.of(),
                List.of(),
                List.of("127.0.0.0/8", "::1"),
                limits.connectionsPerAddress(),
                limits.handshakesPerSecond(),
                limits.packetsPerSecond(),
                limits.bytesPerSecond(),
                limits.roomsPerClient(),
                limits.pendingAcks(),
                Math.toIntExact(limits.requestTimeout().toMillis()),
                limits.maxHeaderSize(),
                limits.maxUrlSize());
    }

    Limits settings(Problems problems) {
        return new Limits(
                trustProxy,
                networks("allow", allow, problems),
                networks("deny", deny, problems),
                networks("exempt", exempt, problems),
                connectionsPerAddress,
                handshakesPerSecond,
                packetsPerSecond,
                bytesPerSecond,
                roomsPerClient,
                pendingAcks,
                Duration.ofMillis(requestTimeout),
                maxHeaderSize,
                maxUrlSize);
    }

    private static List<Network> networks(String key, List<String> texts, Problems problems) {
        List<Network> networks = new ArrayList<>();
        for (String text : texts) {
            Network.parse(text).ifPresentOrElse(networks::add, () -> problems.add(PATH + key + "." + text, NETWORK));
        }
        return networks;
    }
}
