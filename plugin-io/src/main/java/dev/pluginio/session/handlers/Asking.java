package dev.pluginio.session.handlers;

import dev.pluginio.api.access.AuthRequest;
import dev.pluginio.api.access.AuthStrategy;
import dev.pluginio.api.access.Authentication;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** One question to an authentication strategy. It has a bounded time, the wait for its turn included. */
final class Asking implements Runnable {

    private final Bound<AuthStrategy> bound;
    private final AuthRequest untrusted;
    private final Duration timeout;
    private final CompletableFuture<Verdict> verdict = new CompletableFuture<>();
    private @Nullable Thread thread;

    Asking(Bound<AuthStrategy> bound, AuthRequest untrusted, Duration timeout) {
        this.bound = bound;
        this.untrusted = untrusted;
        this.timeout = timeout;
    }

    /** Has it asked; fails if too many wait, or the strategy fails or is gone. */
    CompletionStage<Verdict> begin(Handlers handlers) {
        Future<?> deadline = handlers.later(this::expire);
        verdict.whenComplete((decided, failure) -> deadline.cancel(false));
        try {
            bound.guest().ask(this);
        } catch (RejectedExecutionException e) {
            verdict.completeExceptionally(e);
        }
        return verdict;
    }

    /** It is not asked, because its plugin has stopped. */
    void turnAway() {
        verdict.completeExceptionally(new IllegalStateException(bound + " is gone"));
    }

    private void expire() {
        boolean first =
                verdict.completeExceptionally(new TimeoutException(bound + " did not decide within " + timeout));
        if (first) {
            synchronized (this) {
                if (thread != null) {
                    thread.interrupt();
                }
            }
            bound.guest().forget(this);
        }
    }

    @Override
    public void run() {
        AuthStrategy strategy = bound.extension();
        if (strategy == null) {
            turnAway();
            return;
        }
        Thread current = Thread.currentThread();
        synchronized (this) {
            if (verdict.isDone()) {
                return;
            }
            thread = current;
        }
        ClassLoader usual = current.getContextClassLoader();
        try {
            current.setContextClassLoader(strategy.getClass().getClassLoader());
            ask(strategy);
        } catch (RuntimeException | Error e) {
            verdict.completeExceptionally(e);
        } finally {
            synchronized (this) {
                thread = null;
            }
            current.setContextClassLoader(usual);
        }
    }

    private void ask(AuthStrategy strategy) {
        strategy.authenticate(untrusted)
                .thenApply(authentication ->
                        new Verdict(plain(authentication), bound.guest().plugin()))
                .whenComplete((decided, failure) -> {
                    if (failure == null) {
                        verdict.complete(decided);
                    } else {
                        verdict.completeExceptionally(failure);
                    }
                });
    }

    private static Authentication plain(Authentication authentication) {
        return authentication instanceof Authentication.Admitted admitted
                ? new Authentication.Admitted(admitted.principal(), Plain.copy(admitted.auth()))
                : authentication;
    }
}
