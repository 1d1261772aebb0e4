package dev.pluginio.transport.socketio.limit;

import java.net.InetAddress;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells an operator once what looks like a proxy, or an office behind one address, that the configuration does not tell of.
 * Thread-safe.
 */
final class Warnings {

    private static final Logger LOG = LoggerFactory.getLogger(Warnings.class);
    private static final int MAX_TOLD = 32;

    private final Set<String> told = ConcurrentHashMap.newKeySet();

    /** An address has reached a limit, which is named as it is configured. */
    void reached(String limit, InetAddress address) {
        if (isNew(limit + " " + address.getHostAddress())) {
            LOG.warn(
                    "address {} has reached limits.{}, and what goes beyond is refused; if it is a proxy, say so by limits.trustProxy, if many share it, add it to limits.exempt",
                    address.getHostAddress(),
                    limit);
        }
    }

    /** A proxy, or somebody who plays one, names the client, and is not listened to. */
    void unheard() {
        if (isNew("unheard")) {
            LOG.warn(
                    "requests come with X-Forwarded-For, which counts for nothing while limits.trustProxy is 0; if there is a proxy, all clients look like it");
        }
    }

    /** What a proxy wrote is no address. */
    void notBelieved() {
        if (isNew("not believed")) {
            LOG.warn(
                    "an entry of X-Forwarded-For is no address, and the proxy that wrote it is taken for the client; does limits.trustProxy tell how many proxies there are?");
        }
    }

    private boolean isNew(String warning) {
        return told.size() < MAX_TOLD && told.add(warning);
    }
}
