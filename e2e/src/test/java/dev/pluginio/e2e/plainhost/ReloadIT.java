package dev.pluginio.e2e.plainhost;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pluginio.e2e.driver.ClientSocket;
import dev.pluginio.e2e.driver.Connect;
import dev.pluginio.e2e.driver.Places;
import dev.pluginio.e2e.driver.SocketDriver;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Promise 6: the plugin itself is reloaded while clients are there, and nothing of it stays, whatever it had loaded. */
class ReloadIT {

    private static final int TIMES = 2;
    private static final String LONG = "long ".repeat(1_000);

    @TempDir
    Path folder;

    @Test
    void leavesNothingBehindThatEncryptedAndCompressed() throws Exception {
        Path keyStore = folder.resolve("all.p12");
        Process keytool = new ProcessBuilder(
                        Places.java().resolveSibling("keytool").toString(),
                        "-genkeypair",
                        "-alias",
                        "server",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        keyStore.toString(),
                        "-storepass",
                        "correct horse")
                .redirectErrorStream(true)
                .start();
        assertThat(keytool.waitFor()).isZero();

        try (RunningPlainHost host = new RunningPlainHost(
                        folder, "perMessageDeflate: true, tls: { pfx: all.p12, passphrase: correct horse }");
                SocketDriver driver = SocketDriver.Kind.JAVASCRIPT.start()) {
            for (int i = 0; i < TIMES; i++) {
                ClientSocket member = driver.open(Connect.to(host.io("https")).jwt(PlainCms.MEMBER))
                        .connected();
                host.run("commit;create n" + i + " " + LONG);
                assertThat(member.first("note:create").data().path("title").asText())
                        .isEqualTo(LONG);
                host.run("reload;plugin-io");
                member.closed();
            }

            host.requireNothingLeft();
            host.log().judge();
        }
    }
}
