package dev.pluginio.monitor;

import dev.pluginio.capture.CaptureObserver;
import dev.pluginio.delivery.DeliveryObserver;
import dev.pluginio.log.LogObserver;
import dev.pluginio.session.SessionObserver;
import dev.pluginio.session.handlers.HandlerObserver;
import dev.pluginio.transport.TransportObserver;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts what all stages do. Thread-safe. */
public final class Counters
        implements CaptureObserver, LogObserver, DeliveryObserver, SessionObserver, HandlerObserver, TransportObserver {

    /** What is counted. */
    public enum Count {
        CHANGES_COMMITTED,
        CHANGES_FORGOTTEN,
        CHANGES_FAILED,
        CHANGES_OVERTAKEN,
        CHANGES_UNWRITTEN,
        BULK_STATEMENTS_UNANNOUNCED,
        EVENTS_APPENDED,
        EVENTS_DROPPED,
        LOG_FAILURES,
        EVENTS_DELIVERED,
        EVENTS_WITHHELD,
        GAPS,
        CLIENTS_CAUGHT_UP,
        EVENTS_REPLAYED,
        RELOADS_ASKED,
        FRAMES_SENT,
        FRAMES_WITHDRAWN,
        FRAMES_COALESCED,
        FRAMES_SKIPPED,
        FRAMES_DISCARDED,
        CLIENTS_ADMITTED,
        CLIENTS_REFUSED,
        CLIENTS_EXPELLED,
        CLIENTS_RECOVERED,
        CLIENTS_UNRECOVERED,
        CLIENTS_FORGOTTEN,
        CLIENT_EVENTS_UNHANDLED,
        HANDLER_CALLS,
        HANDLER_FAILURES,
        HANDLER_TIMEOUTS,
        HANDLER_REFUSALS,
        LISTENER_MISSES,
        CONNECTIONS_OPENED,
        CONNECTIONS_CLOSED,
        CONNECTIONS_TIMED_OUT,
        LIMITS_EXCEEDED,
        LISTENER_FAILURES,
        PROTOCOL_VIOLATIONS,
        SLOW_CLIENTS_DROPPED
    }

    private final Map<Count, LongAdder> counts = new EnumMap<>(Count.class);
    private final Map<String, LongAdder> offences = new ConcurrentHashMap<>();

    /** Starts at zero. */
    public Counters() {
        for (Count count : Count.values()) {
            counts.put(count, new LongAdder());
        }
    }

    private void add(Count count, long number) {
        LongAdder adder = counts.get(count);
        if (adder != null) {
            adder.add(number);
        }
    }

    /** How often something has happened. */
    public long get(Count count) {
        LongAdder adder = counts.get(count);
        return adder == null ? 0 : adder.sum();
    }

    @Override
    public void committed(int changes) {
        add(Count.CHANGES_COMMITTED, changes);
    }

    @Override
    public void forgotten(int changes) {
        add(Count.CHANGES_FORGOTTEN, changes);
    }

    @Override
    public void failed() {
        add(Count.CHANGES_FAILED, 1);
    }

    @Override
    public void overtaken() {
        add(Count.CHANGES_OVERTAKEN, 1);
    }

    @Override
    public void unwritten(int changes) {
        add(Count.CHANGES_UNWRITTEN, changes);
    }

    @Override
    public void unannouncedStatement(String uid) {
        add(Count.BULK_STATEMENTS_UNANNOUNCED, 1);
    }

    @Override
    public void appended() {
        add(Count.EVENTS_APPENDED, 1);
    }

    @Override
    public void delayed() {
        add(Count.LOG_FAILURES, 1);
    }

    @Override
    public void dropped() {
        add(Count.EVENTS_DROPPED, 1);
    }

    @Override
    public void delivered(int audiences, int clients) {
        add(Count.EVENTS_DELIVERED, 1);
    }

    @Override
    public void withheld() {
        add(Count.EVENTS_WITHHELD, 1);
    }

    @Override
    public void lost() {
        add(Count.GAPS, 1);
    }

    @Override
    public void caughtUp(int events) {
        add(Count.CLIENTS_CAUGHT_UP, 1);
        add(Count.EVENTS_REPLAYED, events);
    }

    @Override
    public void reloadAsked() {
        add(Count.RELOADS_ASKED, 1);
    }

    @Override
    public void admitted() {
        add(Count.CLIENTS_ADMITTED, 1);
    }

    @Override
    public void refused(String code) {
        add(Count.CLIENTS_REFUSED, 1);
    }

    @Override
    public void expelled() {
        add(Count.CLIENTS_EXPELLED, 1);
    }

    @Override
    public void recovered() {
        add(Count.CLIENTS_RECOVERED, 1);
    }

    @Override
    public void unrecovered() {
        add(Count.CLIENTS_UNRECOVERED, 1);
    }

    @Override
    public void clientForgotten() {
        add(Count.CLIENTS_FORGOTTEN, 1);
    }

    @Override
    public void unhandled() {
        add(Count.CLIENT_EVENTS_UNHANDLED, 1);
    }

    @Override
    public void handled() {
        add(Count.HANDLER_CALLS, 1);
    }

    @Override
    public void handlerFailed() {
        add(Count.HANDLER_FAILURES, 1);
    }

    @Override
    public void handlerTimedOut() {
        add(Count.HANDLER_TIMEOUTS, 1);
    }

    @Override
    public void handlerBusy() {
        add(Count.HANDLER_REFUSALS, 1);
    }

    @Override
    public void changeMissed() {
        add(Count.LISTENER_MISSES, 1);
    }

    @Override
    public void opened() {
        add(Count.CONNECTIONS_OPENED, 1);
    }

    @Override
    public void closed(String reason) {
        add(Count.CONNECTIONS_CLOSED, 1);
        if (reason.endsWith(TransportObserver.TIMEOUT)) {
            add(Count.CONNECTIONS_TIMED_OUT, 1);
        }
    }

    @Override
    public void violated(String rule) {
        add(Count.PROTOCOL_VIOLATIONS, 1);
        blame(rule);
    }

    @Override
    public void limited(String limit) {
        add(Count.LIMITS_EXCEEDED, 1);
        blame(limit);
    }

    private void blame(String rule) {
        // rules are sentences of the code, so there are not many
        offences.computeIfAbsent(rule, key -> new LongAdder()).increment();
    }

    /** How often clients broke which rule or went beyond which limit. */
    public Map<String, Long> offences() {
        Map<String, Long> seen = new TreeMap<>();
        offences.forEach((rule, adder) -> seen.put(rule, adder.sum()));
        return seen;
    }

    @Override
    public void listenerFailed() {
        add(Count.LISTENER_FAILURES, 1);
    }

    @Override
    public void withdrawn() {
        add(Count.FRAMES_WITHDRAWN, 1);
    }

    @Override
    public void coalesced() {
        add(Count.FRAMES_COALESCED, 1);
    }

    @Override
    public void skipped(int packets) {
        add(Count.FRAMES_SKIPPED, packets);
    }

    @Override
    public void discarded(int packets) {
        add(Count.FRAMES_DISCARDED, packets);
    }

    @Override
    public void overflowed() {
        add(Count.SLOW_CLIENTS_DROPPED, 1);
    }

    @Override
    public void sent(int clients) {
        add(Count.FRAMES_SENT, clients);
    }

    /** What is not zero, by name. */
    @Override
    public String toString() {
        Map<String, Long> seen = new TreeMap<>();
        counts.forEach((count, adder) -> {
            if (adder.sum() != 0) {
                seen.put(count.name().toLowerCase(Locale.ROOT), adder.sum());
            }
        });
        return seen.toString();
    }
}
