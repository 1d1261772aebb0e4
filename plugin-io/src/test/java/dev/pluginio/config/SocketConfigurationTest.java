package dev.pluginio.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pluginio.transport.Limits;
import dev.pluginio.transport.Network;
import dev.pluginio.transport.TransportSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said of the server that clients connect to. */
class SocketConfigurationTest extends ConfigurationTesting {

    @Test
    void takesEveryServerOption() {
        TransportSettings settings = serverOptions("""
                        host: 0.0.0.0
                        port: 0
                        path: /realtime/socket
                        cors:
                          origin: ['https://example.com', 'HTTP://Localhost:1337']
                          credentials: true
                        pingInterval: 10000
                        pingTimeout: 5s
                        connectTimeout: 1 m
                        maxHttpBufferSize: 2MB
                        httpCompression: false
                        perMessageDeflate: { threshold: 2KB }
                        """).settings().transport();

        assertThat(settings)
                .isEqualTo(TransportSettings.defaults()
                        .withAddress("0.0.0.0", 0)
                        .withPath("/realtime/socket")
                        .withCors(Set.of("https://example.com", "http://localhost:1337"), true)
                        .withTimes(Duration.ofSeconds(10), Duration.ofSeconds(5), Duration.ofMinutes(1))
                        .withSizes(2_000_000, TransportSettings.defaults().maxQueuedBytes())
                        .withCompression(
                                new TransportSettings.Compression(OptionalInt.empty(), OptionalInt.of(2_000))));
    }

    @ParameterizedTest
    @CsvSource({
        "httpCompression: true, 1024, -1",
        "'httpCompression: { threshold: 1 }', 1, -1",
        "'httpCompression: { enabled: false }', -1, -1",
        "perMessageDeflate: true, 1024, 1024",
        "perMessageDeflate: false, 1024, -1",
        "port: 0, 1024, -1",
    })
    void takesCompressionAsTheOfficialServerDoes(String option, int polling, int webSocket) {
        TransportSettings.Compression compression =
                serverOptions(option).settings().transport().compression();

        assertThat(compression.polling().orElse(-1)).isEqualTo(polling);
        assertThat(compression.webSocket().orElse(-1)).isEqualTo(webSocket);
    }

    @Test
    void takesCertificatesBesideThePluginsFileAndTheirPassphraseFromTheEnvironment() throws IOException {
        Files.createDirectory(folder.resolve("tls"));
        for (String name : List.of("chain.pem", "key.pem", "all.p12")) {
            Files.writeString(folder.resolve("tls").resolve(name), "");
        }
        TransportSettings.Tls pem = serverOptions(
                        "tls: { cert: tls/chain.pem, key: tls/key.pem, passphrase: '${SECRET}' }")
                .settings(Map.of("SECRET", "12345"))
                .transport()
                .tls();
        assertThat(pem)
                .isEqualTo(TransportSettings.Tls.pem(
                        folder.resolve("tls/chain.pem"), folder.resolve("tls/key.pem"), "12345"));
        assertThat(pem.toString()).doesNotContain("12345");
        assertThat(serverOptions("tls: { pfx: tls/all.p12 }")
                        .settings()
                        .transport()
                        .tls())
                .isEqualTo(TransportSettings.Tls.pkcs12(folder.resolve("tls/all.p12"), null));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tls: { cert: no.pem, key: plugins.yml } | tls.cert: there is no file that can be read at 'no.pem'",
                "tls: { pfx: . } | tls.pfx: there is no file that can be read at '.'",
                "tls: { cert: plugins.yml } | tls: needs 'cert' and 'key', or 'pfx'",
                "tls: {} | tls: needs 'cert' and 'key', or 'pfx'",
                "tls: { cert: a, key: b, pfx: c } | tls.pfx: cannot stand beside 'cert' and 'key'; it holds both",
                "tls: { pfx: a, passphrase: 12345 } | tls.passphrase: must be a text, but is the value; put it in quotes"
                        + " if it is meant",
            })
    void tellsWhatIsWrongWithTheCertificates(String options, String problem) {
        assertThat(serverOptions(options).problems())
                .anySatisfy(
                        told -> assertThat(told).isEqualTo("plugins.yml:6: io.config.socket.serverOptions." + problem));
    }

    @Test
    void takesEveryLimit() {
        Limits limits = config("""
                        contentTypes: []
                        socket:
                          limits:
                            trustProxy: 2
                            allow: [10.0.0.0/8, '2001:db8::/32']
                            deny: [10.0.13.7]
                            exempt: []
                            connectionsPerAddress: 1
                            handshakesPerSecond: 2
                            packetsPerSecond: 3
                            bytesPerSecond: 4KB
                            roomsPerClient: 5
                            pendingAcks: 0
                            requestTimeout: 6s
                            maxHeaderSize: 7KB
                            maxUrlSize: 8000
                        """).settings().transport().limits();

        assertThat(limits)
                .isEqualTo(new Limits(
                        2,
                        List.of(Network.of("10.0.0.0/8"), Network.of("2001:db8::/32")),
                        List.of(Network.of("10.0.13.7")),
                        List.of(),
                        1,
                        2,
                        3,
                        4_000,
                        5,
                        0,
                        Duration.ofSeconds(6),
                        7_000,
                        8_000));
    }

    @ParameterizedTest
    @CsvSource({
        "'*', *",
        "https://example.com:443, https://example.com",
        "http://example.com:80, http://example.com",
        "http://example.com:443, http://example.com:443",
        "http://[::1]:3000, http://[::1]:3000",
        "capacitor://localhost, capacitor://localhost",
    })
    void keepsOriginsAsBrowsersSendThem(String configured, String sent) {
        assertThat(serverOptions("cors: { origin: '" + configured + "' }")
                        .settings()
                        .transport()
                        .corsOrigins())
                .containsExactly(sent);
    }
}
