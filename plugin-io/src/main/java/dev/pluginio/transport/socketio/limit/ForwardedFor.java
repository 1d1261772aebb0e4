package dev.pluginio.transport.socketio.limit;

import dev.pluginio.transport.Network;
import io.netty.handler.codec.http.HttpHeaders;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds out whose request it is that has come through proxies. */
final class ForwardedFor {

    private static final String HEADER = "X-Forwarded-For";

    /** Some proxies add the port: {@code 192.0.2.7:4711}, {@code [2001:db8::7]:4711}. */
    private static final Pattern ENTRY = Pattern.compile("\\[([0-9A-Fa-f:.]+)](?::[0-9]{1,5})?|([0-9.]+):[0-9]{1,5}");

    /** How IPv6 writes an address of IPv4. */
    private static final String MAPPED = "::ffff:";

    private final int proxies;
    private final Warnings warnings;

    /**
     * Believes that many entries.
     *
     * @param proxies through how many proxies each request comes
     */
    ForwardedFor(int proxies, Warnings warnings) {
        this.proxies = proxies;
        this.warnings = warnings;
    }

    /**
     * The address that the outermost of the proxies was connected from. Each proxy adds its own peer at the right, so
     * what stands further left comes from outside and is not looked at. An entry that is no address is not believed, nor
     * what stands left of it: the address is then that of the proxy that wrote it.
     */
    InetSocketAddress client(HttpHeaders headers, InetSocketAddress peer) {
        InetSocketAddress client = peer;
        if (proxies == 0 && headers.contains(HEADER)) {
            warnings.unheard();
        }
        List<String> lines = proxies == 0 ? List.of() : headers.getAll(HEADER);
        if (lines.isEmpty()) {
            return client;
        }
        String[] entries = String.join(",", lines).split(",", -1);
        for (int i = entries.length - 1; i >= Math.max(0, entries.length - proxies); i--) {
            InetSocketAddress told = address(entries[i].strip());
            if (told == null) {
                warnings.notBelieved();
                return client;
            }
            client = told;
        }
        return client;
    }

    /** Whether an address is one that a proxy told, not that of a connection. */
    static boolean isTold(InetSocketAddress client) {
        return client.getPort() == 0;
    }

    private static @Nullable InetSocketAddress address(String entry) {
        Matcher withPort = ENTRY.matcher(entry);
        String bare = !withPort.matches() ? entry : withPort.group(1) != null ? withPort.group(1) : withPort.group(2);
        if (bare.indexOf('.') >= 0 && bare.regionMatches(true, 0, MAPPED, 0, MAPPED.length())) {
            bare = bare.substring(MAPPED.length());
        }
        return bare.indexOf('/') >= 0
                ? null
                : Network.parse(bare)
                        .map(network -> new InetSocketAddress(network.address(), 0))
                        .orElse(null);
    }
}
