package dev.pluginio.capture;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts. */
public final class CountingObserver implements CaptureObserver {

    public final AtomicInteger committed = new AtomicInteger();
    public final AtomicInteger forgotten = new AtomicInteger();
    public final AtomicInteger failed = new AtomicInteger();
    public final AtomicInteger overtaken = new AtomicInteger();
    public final List<String> statements = new CopyOnWriteArrayList<>();

    @Override
    public void committed(int changes) {
        committed.addAndGet(changes);
    }

    @Override
    public void forgotten(int changes) {
        forgotten.addAndGet(changes);
    }

    @Override
    public void failed() {
        failed.incrementAndGet();
    }

    @Override
    public void overtaken() {
        overtaken.incrementAndGet();
    }

    @Override
    public void unannouncedStatement(String uid) {
        statements.add(uid);
    }

    public final AtomicInteger unwritten = new AtomicInteger();

    @Override
    public void unwritten(int changes) {
        unwritten.addAndGet(changes);
    }
}
