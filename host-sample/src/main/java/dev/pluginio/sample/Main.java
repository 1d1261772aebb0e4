package dev.pluginio.sample;

import java.net.URISyntaxException;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts the CMS, and stops it when the process is asked to end. */
public final class Main {

    private static final Logger log = LoggerFactory.getLogger(Main.class);

    private Main() {}

    /**
     * Starts the CMS.
     *
     * @param arguments none
     */
    public static void main(String[] arguments) {
        try {
            SampleCms cms = SampleCms.start(Settings.from(System.getenv(), programFolder()));
            Runtime.getRuntime().addShutdownHook(new Thread(cms::close, "stop"));
        } catch (RuntimeException e) {
            log.error("The CMS cannot start", e);
            System.exit(1);
        }
    }

    private static Path programFolder() {
        try {
            Path program = Path.of(Main.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            return program.resolveSibling("");
        } catch (URISyntaxException e) {
            throw new IllegalStateException("the program is in no folder", e);
        }
    }
}
