package dev.pluginio.capture.jpa;

import dev.pluginio.capture.CaptureParts;
import dev.pluginio.capture.ThreadBound;
import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.hibernate.SessionEventListener;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.engine.spi.TransactionCompletionCallbacks;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The transactions of the host's sessions. A session keeps its transaction alive through the callbacks registered with
 * it; we keep weak references only, so that a session that is left behind leaves nothing here.
 */
final class Sessions {

    private static final Logger LOG = LoggerFactory.getLogger(Sessions.class);

    private final CaptureParts parts;
    private final SnapshotReader reader;
    private final Map<SharedSessionContractImplementor, Watch> watched = new WeakHashMap<>();
    private final ThreadBound<SharedSessionContractImplementor> onThread = new ThreadBound<>(Sessions::isActive);
    private final ThreadLocal<@Nullable WeakReference<JpaTransaction>> latest = new ThreadLocal<>();
    private final AtomicBoolean warned = new AtomicBoolean();
    private final AtomicInteger unfinished = new AtomicInteger();

    Sessions(CaptureParts parts, SnapshotReader reader) {
        this.parts = parts;
        this.reader = reader;
    }

    static boolean isActive(SharedSessionContractImplementor session) {
        try {
            return !session.isClosed() && session.isTransactionInProgress();
        } catch (RuntimeException e) {
            return false;
        }
    }

    /** The calling thread works with this session. */
    void touch(SharedSessionContractImplementor session) {
        onThread.touch(session);
    }

    /** The session that the calling thread worked with last, if its transaction is active. */
    @Nullable
    SharedSessionContractImplementor current() {
        return onThread.current();
    }

    /** The session's transaction, opened if need be; null if none is active. */
    @Nullable
    JpaTransaction transaction(SharedSessionContractImplementor session) {
        if (!isActive(session)) {
            if (warned.compareAndSet(false, true)) {
                LOG.warn("Content is written outside of any transaction: such changes are not announced");
            }
            return null;
        }
        JpaTransaction open = open(session);
        return open == null ? begin(session) : open;
    }

    private JpaTransaction begin(SharedSessionContractImplementor session) {
        JpaTransaction transaction = new JpaTransaction(parts, reader, this, session);
        latest.set(new WeakReference<>(transaction));
        if (!Callbacks.canBeSeen()) {
            watchEnd(session, transaction);
        }
        TransactionCompletionCallbacks callbacks = session.getTransactionCompletionCallbacks();
        callbacks.registerCallback((TransactionCompletionCallbacks.BeforeCompletionCallback) transaction);
        callbacks.registerCallback((TransactionCompletionCallbacks.AfterCompletionCallback) transaction);
        unfinished.incrementAndGet();
        return transaction;
    }

    /** A transaction is over. */
    void ended() {
        unfinished.decrementAndGet();
    }

    /** How many transactions have not ended, those included of which it will never be known. */
    int unfinished() {
        return unfinished.get();
    }

    /** The session's transaction if it was opened here and has not ended. */
    @Nullable
    JpaTransaction open(SharedSessionContractImplementor session) {
        WeakReference<JpaTransaction> reference = latest.get();
        JpaTransaction transaction = reference == null ? null : reference.get();
        if (transaction != null
                && transaction.isOf(this, session)
                && !transaction.record().hasEnded()) {
            return transaction;
        }
        JpaTransaction other = fromElsewhere(session);
        return other == null || other.record().hasEnded() ? null : other;
    }

    /** The session's transaction, where another thread opened it, or this one worked with another since. */
    private @Nullable JpaTransaction fromElsewhere(SharedSessionContractImplementor session) {
        if (!session.getTransactionCompletionCallbacksImplementor().hasAfterCompletionCallbacks()) {
            return null; // ours would be among them
        }
        for (Object callback : Callbacks.after(session)) {
            if (callback instanceof JpaTransaction transaction && transaction.isOf(this, session)) {
                return transaction;
            }
        }
        synchronized (watched) {
            Watch watch = watched.get(session);
            return watch == null ? null : watch.transaction();
        }
    }

    /** Sees to it that the transaction is told if its session is closed without ending it. */
    void watchEnd(SharedSessionContractImplementor session, JpaTransaction transaction) {
        synchronized (watched) {
            watched.computeIfAbsent(session, Sessions::watch).transaction = new WeakReference<>(transaction);
        }
    }

    private static Watch watch(SharedSessionContractImplementor session) {
        Watch watch = new Watch();
        session.getEventListenerManager().addListener(watch);
        return watch;
    }

    private static final class Watch implements SessionEventListener {
        private static final long serialVersionUID = 1L;

        private transient volatile @Nullable WeakReference<JpaTransaction> transaction;

        @Nullable
        JpaTransaction transaction() {
            WeakReference<JpaTransaction> reference = transaction;
            return reference == null ? null : reference.get();
        }

        @Override
        public void end() {
            JpaTransaction open = transaction();
            if (open != null) {
                open.leftBehind();
            }
        }
    }
}
