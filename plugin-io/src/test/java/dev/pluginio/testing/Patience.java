package dev.pluginio.testing;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Waits for conditions as long as a slow and busy machine may take; what is met at once costs nothing of that. */
public final class Patience implements BeforeAllCallback {

    private static final Duration LONGEST = Duration.ofSeconds(60);

    static {
        Awaitility.setDefaultTimeout(LONGEST);
    }

    /** Waits for what will nearly always be so at once, and often has to be waited for. */
    public static ConditionFactory soon() {
        return Awaitility.await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(5));
    }

    @Override
    public void beforeAll(ExtensionContext context) {}
}
