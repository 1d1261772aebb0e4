package dev.pluginio.config;

import dev.pluginio.transport.Limits;
import dev.pluginio.transport.TransportSettings;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The section {@code serverOptions}. */
record ServerOptions(
        @Setting(
                value = "The address to listen on: a name or an IP address of this machine, 0.0.0.0 for all.",
                restart = true)
        @Pattern(regexp = "\\S+", message = "must be a host name or an IP address, such as '127.0.0.1'")
        String host,

        @Setting(value = "The port to listen on; 0 for any that is free.", restart = true)
        @Min(value = 0, message = "must be at least {value}")
        @Max(value = 65_535, message = "must be at most {value}")
        int port,

        @Setting(value = "The path of the endpoint; clients must be given the same.", restart = true)
        @Pattern(
                regexp = "(/[A-Za-z0-9._~-]+)+",
                message = "must begin with a slash and not end with one, such as '/socket.io'")
        String path,

        @Setting("Pages of which other origins may connect.")
        CorsOptions cors,

        @Setting(
                value = "How long after a client's last answer it is asked for a sign of life.",
                unit = Unit.MILLISECONDS)
        @Min(value = 100, message = "must be at least {value} ms")
        @Max(value = 3_600_000, message = "must be at most {value} ms")
        int pingInterval,

        @Setting(value = "How long a client's answer to that may take.", unit = Unit.MILLISECONDS)
        @Min(value = 100, message = "must be at least {value} ms")
        @Max(value = 3_600_000, message = "must be at most {value} ms")
        int pingTimeout,

        @Setting(
                value = "How long a connection may stay without having been admitted to a namespace.",
                unit = Unit.MILLISECONDS)
        @Min(value = 100, message = "must be at least {value} ms")
        @Max(value = 3_600_000, message = "must be at most {value} ms")
        int connectTimeout,

        @Setting(value = "The largest message a client may send.", unit = Unit.BYTES)
        @Min(value = 1_000, message = "must be at least {value} bytes")
        @Max(value = 100_000_000, message = "must be at most {value} bytes")
        int maxHttpBufferSize,

        @Setting("Whether answers to polls are compressed for clients that accept it: true, false, or a section.")
        CompressionOptions httpCompression,

        @Setting("Whether messages over WebSocket are compressed for clients that offer it: true, false, or a section.")
        CompressionOptions perMessageDeflate,

        @Setting(value = "Encrypts the connections, so that clients come by https and wss.", restart = true) @Nullable
        TlsOptions tls) {

    ServerOptions() {
        this(TransportSettings.defaults());
    }

    private ServerOptions(TransportSettings settings) {
        this(
                settings.host(),
                settings.port(),
                settings.path(),
                new CorsOptions(),
                Math.toIntExact(settings.pingInterval().toMillis()),
                Math.toIntExact(settings.pingTimeout().toMillis()),
                Math.toIntExact(settings.connectTimeout().toMillis()),
                settings.maxPayload(),
                new CompressionOptions(settings.compression().polling()),
                new CompressionOptions(settings.compression().webSocket()),
                null);
    }

    /** The settings, with what they need of the file system. */
    TransportSettings settings(Set<String> namespaces, Limits limits, Path folder, Problems problems) {
        TransportSettings defaults = TransportSettings.defaults();
        return new TransportSettings(
                host,
                port,
                path,
                cors.origin().stream().map(ServerOptions::asBrowsersSendIt).collect(Collectors.toUnmodifiableSet()),
                cors.credentials(problems),
                Duration.ofMillis(pingInterval),
                Duration.ofMillis(pingTimeout),
                Duration.ofMillis(connectTimeout),
                maxHttpBufferSize,
                defaults.maxQueuedBytes(),
                Set.copyOf(namespaces),
                limits,
                new TransportSettings.Compression(httpCompression.settings(), perMessageDeflate.settings()),
                tls == null ? null : tls.settings(folder, problems));
    }

    private static String asBrowsersSendIt(String origin) {
        String lower = origin.toLowerCase(Locale.ROOT);
        return lower.replaceFirst("^(http://.*):80$|^(https://.*):443$", "$1$2");
    }
}
