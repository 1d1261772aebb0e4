package dev.pluginio.log.jpa;

import dev.pluginio.log.Backlog.Item;
import dev.pluginio.log.Outbox;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks in the table for what was committed and nobody holds: at the start what other processes left, later what this one
 * left to the table. Confined to the log's thread.
 */
final class Lookout {

    private static final Logger LOG = LoggerFactory.getLogger(Lookout.class);
    private static final Duration LOOK = Duration.ofSeconds(5);

    private final Store store;
    private final JpaOutbox outbox;
    private final Intake intake;
    private final Teller teller;
    private final LongSupplier ticks;
    private long next;

    /**
     * Has not looked yet.
     *
     * @param intake knows what was left to the table, and is told when it is looked for
     * @param teller gets what is found
     * @param ticks nanoseconds that only grow
     */
    Lookout(Store store, JpaOutbox outbox, Intake intake, Teller teller, LongSupplier ticks) {
        this.store = store;
        this.outbox = outbox;
        this.intake = intake;
        this.teller = teller;
        this.ticks = ticks;
    }

    /** Whether it has not looked for a while. */
    boolean isDue() {
        return ticks.getAsLong() - next >= 0;
    }

    /**
     * Hands on what it finds. What is written meanwhile is left to the next look: an earlier change of the same entry may
     * be committed when this one has read past its place.
     */
    void look() throws InterruptedException, Store.TakenOver {
        intake.catchUp();
        next = ticks.getAsLong() + LOOK.toNanos();
        Predecessor former = intake.predecessor();
        if (former != null) {
            List<Outbox.Row> untold = former.superseded();
            outbox.hold(untold);
            outbox.superseded(untold);
        }
        teller.sweep(); // what is taken away must not hold up the rest of its transaction, nor of its entry
        try {
            handOnStrays(former);
        } catch (Store.TakenOver e) {
            throw e;
        } catch (SQLException e) {
            intake.fallBehind();
            LOG.warn("The event log cannot be read; it is tried again", e);
        }
    }

    private void handOnStrays(@Nullable Predecessor former) throws InterruptedException, SQLException {
        Set<String> heldUp = new HashSet<>();
        boolean isTogether = outbox.isTogether();
        List<Item> alone = isTogether ? List.of() : intake.alone();
        if (!alone.isEmpty()) {
            teller.handOn(alone);
        }
        Strays strays = new Strays(store, Teller.MOST, isTogether);
        for (List<Strays.Stray> page = strays.next(); !page.isEmpty(); page = strays.next()) {
            List<Item> found = new ArrayList<>(page.size());
            for (Strays.Stray stray : page) {
                if (isFree(stray.rows(), former, heldUp)) {
                    found.add(intake.found(stray));
                }
            }
            if (!found.isEmpty()) {
                LOG.debug("{} change(s) that were committed before are handed on now", found.size());
                teller.handOn(found);
            }
        }
    }

    /** What somebody holds will be appended, or left; until then, later ones of the same entries wait. */
    private boolean isFree(List<Rows.Stored> rows, @Nullable Predecessor former, Set<String> heldUp) {
        Set<String> entries = new HashSet<>();
        boolean isHeld = false;
        for (Rows.Stored stored : rows) {
            entries.add(Draft.entry(stored.announcement().change()));
            isHeld |= outbox.isHeld(stored.row())
                    || former != null && former.isHeld(stored.row().id());
        }
        if (!isHeld && Collections.disjoint(entries, heldUp)) {
            return true;
        }
        if (!isHeld) {
            intake.fallBehind(); // never written back as it was: another thread may just have left something
        }
        heldUp.addAll(entries);
        return false;
    }
}
