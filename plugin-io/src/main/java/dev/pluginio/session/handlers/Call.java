package dev.pluginio.session.handlers;

import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One call of an extension on behalf of a client. It has a bounded time; whatever becomes of it, the
 * client's next one follows.
 */
abstract class Call implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(Call.class);

    private enum State {
        WAITING,
        RUNNING,
        OVER
    }

    protected final Handlers handlers;
    protected final Bound<?> bound;
    private final Lane lane;
    private State state = State.WAITING;
    private @Nullable Thread thread;
    private @Nullable Future<?> deadline;

    Call(Lane lane, Bound<?> bound) {
        this.handlers = lane.handlers();
        this.lane = lane;
        this.bound = bound;
    }

    /** How many bytes it roughly holds while it waits. */
    int weight() {
        return 0;
    }

    /** Whether it is made however many wait, and has its time from when it is begun: one for each client and listener. */
    boolean isOwed() {
        return false;
    }

    /**
     * Makes the call.
     *
     * @throws GoneException if the extension was let go
     */
    abstract void perform() throws Exception;

    /** It was not made, or took too long, or failed: whoever waits for it is told. */
    abstract void excuse(String error, boolean wasBegun);

    /** Its turn has come. */
    void dispatch() {
        if (!isOwed()) {
            synchronized (this) {
                deadline = handlers.later(this::expire);
            }
        }
        try {
            bound.guest().execute(this);
        } catch (RejectedExecutionException e) {
            turnAway();
        }
    }

    /** It is not made, although its turn has come, because its plugin has stopped. */
    void turnAway() {
        if (over()) {
            excuse(bound.guest().isOver() ? Handlers.GONE : Handlers.BUSY, false);
            follow();
        }
    }

    /** It is over: the client's next call may follow. */
    void follow() {
        lane.next();
    }

    @Override
    public void run() {
        synchronized (this) {
            if (state != State.WAITING) {
                return;
            }
            state = State.RUNNING;
            bound.guest().holds(-weight());
            thread = Thread.currentThread();
            if (deadline == null) {
                deadline = handlers.later(this::expire);
            }
        }
        Throwable failure = attempt();
        synchronized (this) {
            thread = null;
            if (!over()) {
                bound.guest().stuck(false); // it took too long: the next one has had its turn
                return;
            }
        }
        if (failure instanceof GoneException) {
            excuse(Handlers.GONE, false);
        } else if (failure == null) {
            handlers.observer().handled();
        } else {
            handlers.observer().handlerFailed();
            warn("failed", failure);
            excuse(Handlers.FAILED, true);
        }
        follow();
    }

    private @Nullable Throwable attempt() {
        Thread current = Thread.currentThread();
        ClassLoader usual = current.getContextClassLoader();
        try {
            current.setContextClassLoader(bound.required().getClass().getClassLoader());
            perform();
            return null;
        } catch (Throwable e) {
            return e;
        } finally {
            current.setContextClassLoader(usual);
        }
    }

    private void expire() {
        boolean begun;
        synchronized (this) {
            begun = state == State.RUNNING;
            if (!over()) {
                return;
            }
            if (begun) {
                bound.guest().stuck(true);
            }
            if (thread != null) {
                thread.interrupt();
            }
        }
        bound.guest().forget(this);
        handlers.observer().handlerTimedOut();
        warn(begun ? "takes too long and was interrupted" : "was not reached in time", null);
        excuse(Handlers.TIMEOUT, begun);
        follow();
    }

    /** Ends it; false if it has ended already. */
    private synchronized boolean over() {
        boolean first = state != State.OVER;
        if (state == State.WAITING) {
            bound.guest().holds(-weight());
        }
        state = State.OVER;
        if (first && deadline != null) {
            deadline.cancel(false);
        }
        return first;
    }

    /** Logs what went wrong with it, unless something of the same plugin was just logged. */
    protected void warn(String what, @Nullable Throwable failure) {
        if (handlers.mayWarn(bound.guest())) {
            LOG.warn("{} {}", this, what, failure);
        } else {
            LOG.debug("{} {}", this, what);
        }
    }
}
