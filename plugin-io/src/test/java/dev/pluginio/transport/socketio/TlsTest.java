package dev.pluginio.transport.socketio;

import static dev.pluginio.transport.socketio.RunningTransport.next;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.pluginio.transport.TransportException;
import dev.pluginio.transport.TransportObserver;
import dev.pluginio.transport.TransportSettings;
import dev.pluginio.transport.TransportSettings.Tls;
import io.socket.client.IO;
import io.socket.client.Socket;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Encrypted connections, and what is said when they cannot be. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TlsTest {

    @TempDir
    static Path folder;

    private TestCertificates rsa;
    private TestCertificates ec;

    @BeforeAll
    void makeCertificates() throws Exception {
        rsa = new TestCertificates(folder, "RSA");
        ec = new TestCertificates(folder, "EC");
    }

    @ParameterizedTest
    @ValueSource(strings = {"polling", "websocket", "polling,websocket"})
    void carriesTheOfficialClient(String transports) throws Exception {
        try (var io = running(Tls.pem(ec.chain(), ec.key(), null))) {
            for (int i = 0; i < 4; i++) {
                OkHttpClient http = new OkHttpClient.Builder()
                        .sslSocketFactory(ec.client("TLS").getSocketFactory(), ec.trust())
                        .build();
                var options = IO.Options.builder()
                        .setForceNew(true)
                        .setTransports(transports.split(","))
                        .build();
                options.callFactory = http;
                options.webSocketFactory = http;
                Socket client = IO.socket(URI.create("https://127.0.0.1:" + io.port()), options);
                try {
                    BlockingQueue<String> heard = new LinkedBlockingQueue<>();
                    client.on("x", all -> heard.add(String.valueOf(all[0])));
                    client.on(Socket.EVENT_CONNECT_ERROR, all -> heard.add("refused: " + all[0]));
                    client.connect();
                    next(io.recorder.connected);
                    io.send("x", "\"" + "y".repeat(100_000) + "\"");
                    assertThat(next(heard)).hasSize(100_000);
                    client.emit("a", "y".repeat(50_000));
                    assertThat(next(io.recorder.received).arguments()).containsExactly("y".repeat(50_000));
                } finally {
                    client.close();
                    // it may be changing over, and needs its threads until it has said so
                    next(io.recorder.disconnected);
                    http.dispatcher().executorService().shutdown();
                    http.connectionPool().evictAll();
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void speaksTheVersionsThatAreSafe(String protocol) throws Exception {
        try (var io = running(Tls.pkcs12(rsa.keyStore(), TestCertificates.PASSPHRASE));
                var socket = (SSLSocket) rsa.client(protocol).getSocketFactory().createSocket("127.0.0.1", io.port())) {
            socket.setEnabledProtocols(new String[] {protocol});
            socket.startHandshake();
            assertThat(socket.getSession().getProtocol()).isEqualTo(protocol);
        }
    }

    @Test
    void closesAConnectionThatNegotiatesAgain() throws Exception {
        try (var io = running(Tls.pkcs12(rsa.keyStore(), TestCertificates.PASSPHRASE));
                var socket =
                        (SSLSocket) rsa.client("TLSv1.2").getSocketFactory().createSocket("127.0.0.1", io.port())) {
            socket.setSoTimeout((int) RunningTransport.WAIT_SECONDS * 1_000);
            socket.startHandshake();
            byte[] request = "GET /socket.io/?EIO=4&transport=polling HTTP/1.1\r\nHost: x\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII);
            socket.getOutputStream().write(request);
            assertThat(socket.getInputStream().read()).isEqualTo('H');

            assertThatThrownBy(() -> {
                        socket.startHandshake();
                        socket.getInputStream().readAllBytes();
                    })
                    .isInstanceOf(IOException.class)
                    .isNotInstanceOf(SocketTimeoutException.class);
            assertThat(io.counts.violated).containsExactly("TLS renegotiation");
        }
    }

    /** Guards against what netty-socketio does: TLS 1.0 is the default. */
    @Test
    void refusesOlderVersions() throws Exception {
        try (var io = running(Tls.pkcs12(rsa.keyStore(), TestCertificates.PASSPHRASE));
                var socket = (SSLSocket) rsa.client("TLS").getSocketFactory().createSocket("127.0.0.1", io.port())) {
            socket.setEnabledProtocols(new String[] {"TLSv1.1"});
            assertThatThrownBy(socket::startHandshake).isInstanceOf(SSLHandshakeException.class);
        }
    }

    @Test
    void takesKeysInEveryForm() throws Exception {
        opens(Tls.pem(rsa.chain(), rsa.key(), null));
        opens(Tls.pem(rsa.chain(), rsa.oldKey(), null));
        opens(Tls.pem(ec.chain(), ec.key(), "not needed"));
        opens(Tls.pem(rsa.chain(), rsa.encryptedKey(), TestCertificates.PASSPHRASE));
        opens(Tls.pem(rsa.chain(), rsa.formerlyEncryptedKey(), TestCertificates.PASSPHRASE));
        opens(Tls.pkcs12(ec.keyStore(), TestCertificates.PASSPHRASE));
    }

    @Test
    void saysWhichFileIsWrongAndNeverThePassphrase() throws Exception {
        Path none = folder.resolve("none.pem");
        Path nonsense = Files.writeString(folder.resolve("nonsense.pem"), "nonsense");
        Path old = Files.writeString(
                folder.resolve("old.pem"), "-----BEGIN EC PRIVATE KEY-----\nAAAA\n-----END EC PRIVATE KEY-----\n");
        Path encrypted = rsa.encryptedKey();
        fails(Tls.pem(none, rsa.key(), null), "tls.cert: " + none + " does not exist");
        fails(Tls.pem(nonsense, rsa.key(), null), "tls.cert: " + nonsense + " holds no certificates");
        fails(Tls.pem(rsa.chain(), none, null), "tls.key: " + none + " does not exist");
        fails(Tls.pem(rsa.chain(), nonsense, null), "tls.key: " + nonsense + " holds no private key in PEM form");
        fails(Tls.pem(rsa.chain(), old, null), "tls.key: " + old + " is in an old form");
        fails(Tls.pem(rsa.chain(), folder, null), "tls.key: " + folder + " cannot be read");
        fails(Tls.pem(rsa.chain(), encrypted, null), "tls.key: " + encrypted + " is encrypted");
        fails(
                Tls.pem(rsa.chain(), encrypted, "open sesame"),
                "tls.key: " + encrypted + " cannot be opened with the passphrase");
        fails(
                Tls.pem(rsa.chain(), ec.key(), null),
                "tls.key: " + ec.key() + " is not the key of the certificate in " + rsa.chain());
        TestCertificates other = new TestCertificates(folder.resolve("other"), "RSA");
        fails(
                Tls.pem(rsa.chain(), other.key(), null),
                "tls.key: " + other.key() + " is not the key of the certificate in " + rsa.chain());
        fails(
                Tls.pkcs12(rsa.keyStore(), "open sesame"),
                "tls.pfx: " + rsa.keyStore() + " cannot be opened with the passphrase");
        fails(
                Tls.pkcs12(rsa.keyStore(), null),
                "tls.pfx: " + rsa.keyStore() + " cannot be opened without a passphrase");
        fails(Tls.pkcs12(nonsense, "open sesame"), "tls.pfx: " + nonsense + " is not in PKCS #12 form");
    }

    @Test
    void doesNotOpenThePortIfItCannotEncrypt() throws Exception {
        Tls wrong = Tls.pem(rsa.chain(), ec.key(), null);
        var transport = new SocketIoTransport(settings(wrong), TransportObserver.NONE, System::nanoTime);

        assertThatThrownBy(() -> transport.start(new RunningTransport.Recorder()))
                .isInstanceOf(TransportException.class)
                .hasMessageStartingWith("tls.key: ");
        transport.close();
    }

    private static void opens(Tls tls) {
        assertThat(Certificates.load(tls).isServer()).isTrue();
    }

    private static void fails(Tls tls, String problem) {
        assertThatThrownBy(() -> Certificates.load(tls))
                .isInstanceOf(TransportException.class)
                .hasMessageStartingWith(problem)
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("sesame"));
    }

    private static RunningTransport running(Tls tls) {
        return new RunningTransport(settings(tls));
    }

    private static TransportSettings settings(Tls tls) {
        return RunningTransport.with(TransportSettings.Compression.defaults(), tls);
    }

    /** A client that speaks no TLS gets nothing, and disturbs nobody. */
    @Test
    void closesConnectionsThatAreNotEncrypted() throws Exception {
        try (var io = running(Tls.pem(ec.chain(), ec.key(), null));
                var http = new RawHttp(io.port())) {
            http.write("GET /socket.io/?EIO=4&transport=polling HTTP/1.1\r\nHost: x\r\n\r\n");
            assertThat(readsNothing(http)).isTrue();
            await().untilAsserted(() -> assertThat(io.counts.violated).containsExactly("no TLS that can be agreed on"));
        }
    }

    private static boolean readsNothing(RawHttp http) {
        try {
            return http.read().status() == 0;
        } catch (IOException e) {
            return true;
        }
    }
}
