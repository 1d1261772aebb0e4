package dev.pluginio.capture.jpa;

import dev.pluginio.access.Exposure;
import dev.pluginio.access.Populate;
import dev.pluginio.api.content.Entry;
import dev.pluginio.capture.CaptureParts;
import dev.pluginio.capture.ChangeSet;
import dev.pluginio.capture.EntryKey;
import dev.pluginio.capture.Telling;
import dev.pluginio.capture.TransactionRecord;
import dev.pluginio.capture.Unheard;
import dev.pluginio.capture.jpa.Gathered.Write;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.engine.spi.TransactionCompletionCallbacks.AfterCompletionCallback;
import org.hibernate.engine.spi.TransactionCompletionCallbacks.BeforeCompletionCallback;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One transaction of one session, on the thread that works with the session. Notes references while entities are
 * flushed; before completion asks for interest, and only if there is some sorts what was noted, draws the ticket and
 * reads; after completion hands on. What is flushed later still, by other callbacks before completion, is taken in after
 * that flush. Throws nothing but what the host's own writes throw.
 */
final class JpaTransaction implements BeforeCompletionCallback, AfterCompletionCallback {

    private static final Logger LOG = LoggerFactory.getLogger(JpaTransaction.class);
    private static final int MOST_NOTED = 64;

    private final CaptureParts parts;
    private final Sessions sessions;
    private final SharedSessionContractImplementor session;
    private final TransactionRecord record;
    private final List<Write> noted = new ArrayList<>(4);
    private final List<Shape> shapes = new ArrayList<>(2);
    private final Tellings tellings;
    private final WrittenDown written;
    private @Nullable Gathered gathered;
    private boolean completing;
    private boolean passed;
    private boolean passedBy;
    private boolean over;
    private Unheard.@Nullable Phase phase;

    JpaTransaction(
            CaptureParts parts, SnapshotReader reader, Sessions sessions, SharedSessionContractImplementor session) {
        this.parts = parts;
        this.sessions = sessions;
        this.session = session;
        this.record = new TransactionRecord(parts);
        this.tellings = new Tellings(reader, this::lost);
        this.written = new WrittenDown(parts);
    }

    boolean isOf(Sessions others, SharedSessionContractImplementor other) {
        return session == other && sessions == others;
    }

    TransactionRecord record() {
        return record;
    }

    void created(Shape shape, Object id, Supplier<Entry> now) {
        wrote(new Write(ChangeSet.Kind.CREATE, shape, id, () -> null, now));
    }

    void updated(Shape shape, Object id, Supplier<@Nullable Entry> before, @Nullable Supplier<Entry> now) {
        wrote(new Write(ChangeSet.Kind.UPDATE, shape, id, before, now));
    }

    void deleted(Shape shape, Object id, Supplier<@Nullable Entry> before) {
        wrote(new Write(ChangeSet.Kind.DELETE, shape, id, before, null));
    }

    boolean knows(Shape shape, Object id) {
        return gathered().contains(new EntryKey(shape.uid(), id));
    }

    /** Tells whether a collection of this owner needs not be noted, because the write noted last was the owner's own. */
    boolean justWrote(Shape shape, Object id) {
        if (completing || noted.isEmpty()) {
            return false;
        }
        Write last = noted.get(noted.size() - 1);
        return last.kind() != ChangeSet.Kind.DELETE && last.isOf(shape, id);
    }

    /** Something was changed of which it takes no note, because nobody wants to know. */
    void passBy() {
        if (!passedBy && !record.hasEnded()) {
            passedBy = true;
            sessions.watchEnd(session, this);
            enterPhase();
        }
    }

    private void enterPhase() {
        if (phase == null) {
            phase = parts.sequencer().unheard().enter();
        }
    }

    /** Its changes are told, or it has ended. */
    private void leavePhase() {
        Unheard.Phase left = phase;
        phase = null;
        if (left != null) {
            left.leave();
        }
    }

    /** Only notes, as long as it may turn out that nobody wants to know. */
    private void wrote(Write write) {
        if (gathered == null && !completing && noted.size() < MOST_NOTED) {
            noted.add(write);
            if (!shapes.contains(write.shape())) {
                shapes.add(write.shape());
            }
            return;
        }
        EntryKey key = gathered().add(write, completing);
        if (completing && session.isStateless()) {
            draw(List.of(key)); // no flush will follow, and its row is locked now
        }
    }

    /** From now on others wait for the end, so it must not be missed. */
    private void draw(List<EntryKey> keys) {
        sessions.watchEnd(session, this);
        record.draw(keys);
    }

    private Gathered gathered() {
        Gathered all = gathered;
        if (all == null) {
            all = new Gathered();
            for (Write write : noted) {
                add(write, all);
            }
            noted.clear();
            if (passed) {
                all.fresh().clear();
            }
            gathered = all;
        }
        return all;
    }

    private void add(Write write, Gathered all) {
        try {
            all.add(write, !completing);
        } catch (RuntimeException e) {
            lost(e, 1); // the host's identifiers can throw when they are compared
        }
    }

    @Override
    public void doBeforeTransactionCompletion(SharedSessionContractImplementor session) {
        if (!record.hasEnded()) {
            completing = true;
            takeIn(session);
            try {
                written.putAsked(session, record.asked(), tellings.entries());
            } catch (HostFailure e) {
                throw e.failure();
            } catch (RuntimeException | Error e) {
                lost(e, 1);
            }
        }
    }

    /** A flush has ended; matters only once completion has begun. */
    void flushed(SharedSessionContractImplementor session) {
        Gathered all = gathered;
        if (completing && all != null && !all.fresh().isEmpty()) {
            takeIn(session);
        }
    }

    private void takeIn(SharedSessionContractImplementor session) {
        try {
            enterPhase();
            if (gathered == null && !isAnyWanted()) {
                passed = true;
                return;
            }
            Gathered all = gathered();
            Set<EntryKey> due = Set.copyOf(all.fresh());
            all.fresh().clear();
            Map<String, Exposure> wanted = wanted(due);
            if (wanted.isEmpty()) {
                due.forEach(tellings::forget);
                return;
            }
            List<ChangeSet.Change> toTell = new ArrayList<>();
            for (ChangeSet.Change change : all.net()) {
                if (due.contains(change.key())) {
                    tellings.nothing(change);
                    if (change.kind() != ChangeSet.Kind.NOTHING
                            && wanted.containsKey(change.key().uid())) {
                        toTell.add(change);
                    }
                }
            }
            draw(toTell.stream().map(ChangeSet.Change::key).toList());
            if (!passedBy && due.stream().allMatch(key -> wanted.containsKey(key.uid()))) {
                leavePhase();
            }
            Steps steps = new Steps();
            tellings.read(session, toTell, all, wanted, steps);
            written.put(session, tellings.of(toTell), steps);
        } catch (HostFailure e) {
            throw e.failure();
        } catch (RuntimeException | Error e) {
            lost(e, 1);
        }
    }

    private boolean isAnyWanted() {
        for (Shape shape : shapes) {
            if (parts.interest().isWanted(shape.uid())) {
                return true;
            }
        }
        return false;
    }

    private Map<String, Exposure> wanted(Set<EntryKey> keys) {
        Map<String, Exposure> wanted = new HashMap<>();
        Set<String> asked = new LinkedHashSet<>();
        for (EntryKey key : keys) {
            if (asked.add(key.uid()) && parts.interest().isWanted(key.uid())) {
                Optional<Exposure> exposure = parts.interest().exposure(key.uid());
                exposure.ifPresent(found -> wanted.put(key.uid(), found));
            }
        }
        return wanted;
    }

    private void lost(Throwable cause, int count) {
        LOG.error("{} change(s) could not be read before the commit and are not announced", count, cause);
        for (int i = 0; i < count; i++) {
            parts.observer().failed();
        }
    }

    @Override
    public void doAfterTransactionCompletion(boolean success, SharedSessionContractImplementor session) {
        try {
            if (success) {
                boolean isTold = gathered != null || !passed && isAnyWanted();
                if (isTold) {
                    tellFromMemory();
                }
                record.committed(isTold, this::ordered, written::placed);
                written.committed();
            } else {
                record.forgotten(count());
                written.release();
                Callbacks.removeBefore(session, this);
            }
        } catch (RuntimeException | Error e) {
            lost(e, count());
            record.forgotten(count());
            written.release();
        } finally {
            end();
        }
    }

    /** The session was closed and its transaction with it. */
    void leftBehind() {
        if (!record.hasEnded()) {
            record.forgotten(count());
            written.release();
        }
        end();
    }

    private void end() {
        leavePhase();
        if (!over) {
            over = true;
            sessions.ended();
        }
    }

    /** How many entries were changed; how many writes there were, if it cannot be told what they were about. */
    private int count() {
        try {
            return gathered().size();
        } catch (RuntimeException e) {
            return noted.size();
        }
    }

    /** What was flushed after the last chance to read is told as the session saw it, without relations. */
    private void tellFromMemory() {
        Gathered all = gathered();
        if (all.fresh().isEmpty()) {
            return;
        }
        Map<String, Exposure> wanted = wanted(all.fresh());
        for (ChangeSet.Change change : all.net()) {
            Exposure exposure = wanted.get(change.key().uid());
            if (exposure != null && all.fresh().contains(change.key())) {
                Exposure valuesOnly = exposure.populated(Populate.VALUES);
                tellings.tell(change, valuesOnly, all.latest(change.key()), false);
            }
        }
    }

    private List<Telling> ordered() {
        List<Telling> ordered = new ArrayList<>();
        for (ChangeSet.Change change : gathered().net()) {
            ordered.add(tellings.of(change));
        }
        return ordered;
    }
}
