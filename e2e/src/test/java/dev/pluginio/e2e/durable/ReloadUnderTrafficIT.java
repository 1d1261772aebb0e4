package dev.pluginio.e2e.durable;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pluginio.e2e.driver.SocketDriver;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Promise 6, B25: the packed plugin is taken away and brought back again and again, while the host writes and official
 * clients listen; they hear each committed change once, in the order of the commits, and nothing of the plugin stays
 * behind. {@code -Dreloads} says how often.
 */
class ReloadUnderTrafficIT {

    private static final int RELOADS = Integer.getInteger("reloads", 2);
    private static final Pattern THREAD = Pattern.compile("plugin-io[^,\\]]*");

    @TempDir
    Path folder;

    @Test
    void losesNoEventAndLeavesNothingBehind() throws Exception {
        try (RunningHost host = new RunningHost(
                                folder, "jdbc:h2:mem:reloaded;DB_CLOSE_DELAY=-1;LOCK_TIMEOUT=10000", "sa")
                        .start();
                SocketDriver driver = SocketDriver.Kind.JAVASCRIPT.start()) {
            Map<Long, Long> before = host.state();
            List<Ear> ears = List.of(
                    new Ear(driver, host.io(), "websocket", before), new Ear(driver, host.io(), "polling", before));
            host.run("write steadily");
            for (int i = 0; i < RELOADS; i++) {
                ears.forEach(ear -> ear.hearMore(20));
                host.run("reload");
                ears.forEach(Ear::back);
                ears.forEach(Ear::listen);
            }
            host.run("rest");
            Map<Long, Long> after = host.state();
            for (Ear ear : ears) {
                assertThat(ear.faults(after)).isEmpty();
            }
            String left = host.run("left");
            assertThat(left).startsWith("left 0 loaders");
            assertThat(THREAD.matcher(left).results())
                    .extracting(found -> found.group())
                    .doesNotHaveDuplicates();
            System.out.printf(
                    "%d reloads, %d events, recovered %d and %d times; %s%n",
                    RELOADS,
                    ears.get(0).heard(),
                    ears.get(0).recovered(),
                    ears.get(1).recovered(),
                    left);

            stopsForGood(host);
            host.log().judge();
        }
    }

    private static void stopsForGood(RunningHost host) throws Exception {
        int mark = host.log().mark();
        host.handOver("1s");
        host.awaitSince(mark, "applied");
        host.run("stop");
        assertThat(host.isListening()).isFalse();
        Awaitility.await().atMost(RunningHost.PATIENCE).untilAsserted(() -> {
            host.state(); // it is while the host does something that the time is seen to be over
            assertThat(host.run("left")).isEqualTo("left 0 loaders [] threads");
        });
    }
}
