package dev.pluginio.testing;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Waits for conditions as long as a slow and busy machine may take, and no longer than they take. */
public final class Patience implements BeforeAllCallback {

    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final Duration BETWEEN = Duration.ofMillis(10);

    static {
        Awaitility.setDefaultTimeout(LONGEST);
        Awaitility.setDefaultPollDelay(Duration.ZERO);
        Awaitility.setDefaultPollInterval(BETWEEN);
    }

    @Override
    public void beforeAll(ExtensionContext context) {}
}
