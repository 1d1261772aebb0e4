package dev.pluginio.session;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does things later, unless the plugin has stopped by then.
 *
 * @param timer must not be held up
 */
record Later(ScheduledExecutorService timer) {

    private static final Logger LOG = LoggerFactory.getLogger(Later.class);

    Future<?> run(Runnable task, long millis) {
        try {
            return timer.schedule(task, millis, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("the plugin stops");
            return CompletableFuture.completedFuture(null);
        }
    }
}
