package dev.pluginio.capture.jpa;

import dev.pluginio.capture.CaptureObserver;
import java.util.concurrent.atomic.AtomicLong;

/** Counts what was not captured, and passes on all that it sees. */
final class Misses implements CaptureObserver {

    private final CaptureObserver next;
    private final AtomicLong count = new AtomicLong();

    Misses(CaptureObserver next) {
        this.next = next;
    }

    long count() {
        return count.get();
    }

    @Override
    public void committed(int changes) {
        next.committed(changes);
    }

    @Override
    public void forgotten(int changes) {
        next.forgotten(changes);
    }

    @Override
    public void failed() {
        count.incrementAndGet();
        next.failed();
    }

    @Override
    public void unwritten(int changes) {
        next.unwritten(changes);
    }

    @Override
    public void overtaken() {
        next.overtaken();
    }

    @Override
    public void unannouncedStatement(String uid) {
        count.incrementAndGet();
        next.unannouncedStatement(uid);
    }
}
