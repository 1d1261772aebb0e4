package dev.pluginio.e2e.driver;

import java.util.concurrent.atomic.AtomicLong;

/** An event that everybody hears, sent after the events of a test: what has not come before it does not come. */
final class Sentinel {

    static final String EVENT = "probe:sentinel";

    private static final AtomicLong NEXT = new AtomicLong();

    private Sentinel() {}

    static String next() {
        return "sentinel " + NEXT.incrementAndGet();
    }

    static boolean is(Frame frame, String sentinel) {
        return frame.event().equals(EVENT) && frame.data().asText().equals(sentinel);
    }
}
