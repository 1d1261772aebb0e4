package dev.pluginio.monitor;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.ILoggerFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Sets how much plugin-io logs, by whatever the host logs with, and puts that back when it is closed. What somebody else
 * has set meanwhile stays. Thread-safe.
 */
public final class LogLevels implements AutoCloseable {

    /** The logger that all of the plugin's are below. */
    static final String LOGGER = "dev.pluginio";

    private static final Logger LOG = LoggerFactory.getLogger(LogLevels.class);

    private final ILoggerFactory factory;
    private final @Nullable Backend backend;
    private @Nullable Object before;
    private @Nullable Object set;

    /**
     * Sets nothing yet.
     *
     * @param factory of the host's loggers
     */
    public LogLevels(ILoggerFactory factory) {
        this(factory, Backend.of(factory).orElse(null));
    }

    LogLevels(ILoggerFactory factory, @Nullable Backend backend) {
        this.factory = factory;
        this.backend = backend;
    }

    /**
     * Sets a level from now on.
     *
     * @param level the least that is logged; null for what the host has set
     */
    public synchronized void reconfigure(@Nullable Level level) {
        if (backend == null) {
            if (level != null) {
                LOG.warn(
                        "'io.config.logging.level' has no effect: plugin-io sets levels of Logback, Log4j 2 and"
                                + " java.util.logging, and this host logs with {}; set the logger {} there",
                        factory.getClass().getName(),
                        LOGGER);
            }
            return;
        }
        try {
            change(backend, level);
        } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
            LOG.warn("The level of the logger {} could not be set", LOGGER, e);
        }
    }

    private void change(Backend there, @Nullable Level level) throws ReflectiveOperationException {
        Object now = there.level(LOGGER);
        if (set == null || !set.equals(now)) { // never set by us, or by somebody else since
            before = now;
            set = null;
        }
        if (level != null) {
            Object wanted = there.named(level);
            there.set(LOGGER, wanted);
            set = wanted;
        } else if (set != null && !Objects.equals(now, before)) {
            there.set(LOGGER, before);
            set = null;
        }
    }

    @Override
    public void close() {
        reconfigure(null);
    }
}
