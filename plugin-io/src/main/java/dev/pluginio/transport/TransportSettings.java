package dev.pluginio.transport;

import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How clients reach the plugin.
 *
 * @param host the address to listen on
 * @param port the port to listen on; 0 for any that is free
 * @param path the path of the endpoint, with a leading and without a trailing slash
 * @param corsOrigins the origins whose pages may connect, each as {@code scheme://host[:port]}, or {@code *} for all;
 *     empty for none but the same origin
 * @param corsCredentials whether pages of those origins may send what the browser keeps for this one, such as cookies of
 *     a proxy; without effect for {@code *}
 * @param pingInterval how long after the last answer a ping is sent
 * @param pingTimeout how long an answer to a ping may take
 * @param connectTimeout how long a connection may stay without having entered a namespace
 * @param maxPayload the largest message a client may send, in bytes
 * @param maxQueuedBytes how many bytes may wait for one client before it is disconnected
 * @param namespaces the namespaces that exist
 * @param limits what one address and one client may do
 * @param compression what is compressed on its way to clients
 * @param tls what encrypts the connections; null for nothing
 */
public record TransportSettings(
        String host,
        int port,
        String path,
        Set<String> corsOrigins,
        boolean corsCredentials,
        Duration pingInterval,
        Duration pingTimeout,
        Duration connectTimeout,
        int maxPayload,
        long maxQueuedBytes,
        Set<String> namespaces,
        Limits limits,
        Compression compression,
        @Nullable Tls tls) {

    /**
     * What is compressed for clients that can take it.
     *
     * @param polling the size in bytes from which answers to polls are; empty for none
     * @param webSocket the size in bytes from which messages over WebSocket are, in both directions as far as the client
     *     wants; empty for none
     */
    public record Compression(OptionalInt polling, OptionalInt webSocket) {

        /** As the official server has it: polls from 1024 bytes, WebSockets never. */
        public static Compression defaults() {
            return new Compression(OptionalInt.of(1024), OptionalInt.empty());
        }
    }

    /**
     * A certificate with its private key, in one of two forms.
     *
     * @param certificates a PEM file with the certificate and those that lead to a root, in this order; null beside a
     *     key store
     * @param key a PEM file with the private key; null beside a key store
     * @param keyStore a PKCS #12 file with all of it; null beside the PEM files
     * @param passphrase of the key or the key store; null for none
     */
    public record Tls(
            @Nullable Path certificates,
            @Nullable Path key,
            @Nullable Path keyStore,
            @Nullable String passphrase) {

        /** PEM files. */
        public static Tls pem(Path certificates, Path key, @Nullable String passphrase) {
            return new Tls(certificates, key, null, passphrase);
        }

        /** A PKCS #12 file. */
        public static Tls pkcs12(Path keyStore, @Nullable String passphrase) {
            return new Tls(null, null, keyStore, passphrase);
        }

        @Override
        public String toString() {
            return "Tls[certificates=" + certificates + ", key=" + key + ", keyStore=" + keyStore + "]";
        }
    }

    /** The same for clients that reach the plugin as others say: by their host, port, path and certificate. */
    public TransportSettings reachedAs(TransportSettings others) {
        return withAddress(others.host, others.port).withPath(others.path).withTls(others.tls);
    }

    /** The same on another address; port 0 for any that is free. */
    public TransportSettings withAddress(String otherHost, int otherPort) {
        return with(copy -> {
            copy.host = otherHost;
            copy.port = otherPort;
        });
    }

    /** The same at another path. */
    public TransportSettings withPath(String other) {
        return with(copy -> copy.path = other);
    }

    /** The same for pages of other origins. */
    public TransportSettings withCors(Set<String> origins, boolean credentials) {
        return with(copy -> {
            copy.corsOrigins = origins;
            copy.corsCredentials = credentials;
        });
    }

    /** The same with other times. */
    public TransportSettings withTimes(Duration interval, Duration timeout, Duration connecting) {
        return with(copy -> {
            copy.pingInterval = interval;
            copy.pingTimeout = timeout;
            copy.connectTimeout = connecting;
        });
    }

    /** The same with other sizes, in bytes. */
    public TransportSettings withSizes(int payload, long queued) {
        return with(copy -> {
            copy.maxPayload = payload;
            copy.maxQueuedBytes = queued;
        });
    }

    /** The same with other namespaces. */
    public TransportSettings withNamespaces(Set<String> others) {
        return with(copy -> copy.namespaces = others);
    }

    /** The same with other limits. */
    public TransportSettings withLimits(Limits others) {
        return with(copy -> copy.limits = others);
    }

    /** The same with other compression. */
    public TransportSettings withCompression(Compression other) {
        return with(copy -> copy.compression = other);
    }

    /** The same with other encryption; null for none. */
    public TransportSettings withTls(@Nullable Tls other) {
        return with(copy -> copy.tls = other);
    }

    private TransportSettings with(Consumer<Copy> change) {
        var copy = new Copy(this);
        change.accept(copy);
        return copy.settings();
    }

    /** Settings of which some are about to be others. */
    private static final class Copy {
        private String host;
        private int port;
        private String path;
        private Set<String> corsOrigins;
        private boolean corsCredentials;
        private Duration pingInterval;
        private Duration pingTimeout;
        private Duration connectTimeout;
        private int maxPayload;
        private long maxQueuedBytes;
        private Set<String> namespaces;
        private Limits limits;
        private Compression compression;
        private @Nullable Tls tls;

        Copy(TransportSettings of) {
            host = of.host;
            port = of.port;
            path = of.path;
            corsOrigins = of.corsOrigins;
            corsCredentials = of.corsCredentials;
            pingInterval = of.pingInterval;
            pingTimeout = of.pingTimeout;
            connectTimeout = of.connectTimeout;
            maxPayload = of.maxPayload;
            maxQueuedBytes = of.maxQueuedBytes;
            namespaces = of.namespaces;
            limits = of.limits;
            compression = of.compression;
            tls = of.tls;
        }

        TransportSettings settings() {
            return new TransportSettings(
                    host,
                    port,
                    path,
                    corsOrigins,
                    corsCredentials,
                    pingInterval,
                    pingTimeout,
                    connectTimeout,
                    maxPayload,
                    maxQueuedBytes,
                    namespaces,
                    limits,
                    compression,
                    tls);
        }
    }

    /** The values that hold where nothing else is configured; those of the official server, on loopback. */
    public static TransportSettings defaults() {
        return new TransportSettings(
                "127.0.0.1",
                1338,
                "/socket.io",
                Set.of(),
                false,
                Duration.ofMillis(25_000),
                Duration.ofMillis(20_000),
                Duration.ofMillis(45_000),
                1_000_000,
                4_194_304,
                Set.of(Audience.ROOT),
                Limits.defaults(),
                Compression.defaults(),
                null);
    }
}
