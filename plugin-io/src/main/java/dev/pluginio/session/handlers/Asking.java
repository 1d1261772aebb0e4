package dev.pluginio.session.handlers;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One question to an extension. It has a bounded time, the wait for its turn included.
 *
 * @param <T> the extension point
 * @param <R> what is answered
 */
final class Asking<T, R> implements Runnable {

    private final Bound<T> bound;
    private final Function<? super T, ? extends CompletionStage<R>> question;
    private final CompletableFuture<R> answer = new CompletableFuture<>();
    private @Nullable Thread thread;

    Asking(Bound<T> bound, Function<? super T, ? extends CompletionStage<R>> question) {
        this.bound = bound;
        this.question = question;
    }

    /** Has it asked; fails if too many wait, or the extension fails or is gone. */
    CompletionStage<R> begin() {
        Future<?> deadline = bound.guest().handlers().later(this::expire);
        answer.whenComplete((decided, failure) -> deadline.cancel(false));
        try {
            bound.guest().ask(this);
        } catch (RejectedExecutionException e) {
            answer.completeExceptionally(e);
        }
        return answer;
    }

    /** It is not asked, because its plugin has stopped. */
    void turnAway() {
        answer.completeExceptionally(new GoneException(bound + " is gone"));
    }

    private void expire() {
        boolean first = answer.completeExceptionally(new TimeoutException(bound + " did not decide within "
                + bound.guest().handlers().settings().timeout()));
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
        T extension = bound.extension();
        if (extension == null) {
            turnAway();
            return;
        }
        Thread current = Thread.currentThread();
        synchronized (this) {
            if (answer.isDone()) {
                return;
            }
            thread = current;
        }
        ClassLoader usual = current.getContextClassLoader();
        try {
            current.setContextClassLoader(extension.getClass().getClassLoader());
            ask(extension);
        } catch (RuntimeException | Error e) {
            answer.completeExceptionally(e);
        } finally {
            synchronized (this) {
                thread = null;
            }
            current.setContextClassLoader(usual);
        }
    }

    private void ask(T extension) {
        question.apply(extension).whenComplete((decided, failure) -> {
            if (failure == null) {
                answer.complete(decided);
            } else {
                answer.completeExceptionally(failure);
            }
        });
    }
}
