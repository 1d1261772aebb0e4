package dev.pluginio.log.jpa;

import dev.pluginio.log.Backlog;
import dev.pluginio.log.Backlog.Item;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings to the teller what was committed, from the queue and from the table in turn, so that no change of an entry comes
 * before an earlier one. What the log's one thread does, from its start to its end.
 */
final class Usher implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(Usher.class);
    private static final Duration TEND = Duration.ofSeconds(1);

    private final Intake intake;
    private final Backlog backlog;
    private final Lookout lookout;
    private final Teller teller;
    private final JpaJournal journal;
    private final Clock clock;
    private final LongSupplier ticks;
    private long nextTending;

    /**
     * Has brought nothing yet.
     *
     * @param journal is tended now and then
     * @param clock tells how old what is kept is
     * @param ticks nanoseconds that only grow
     */
    Usher(Intake intake, Lookout lookout, Teller teller, JpaJournal journal, Clock clock, LongSupplier ticks) {
        this.intake = intake;
        this.backlog = intake.backlog();
        this.lookout = lookout;
        this.teller = teller;
        this.journal = journal;
        this.clock = clock;
        this.ticks = ticks;
    }

    @Override
    public void run() {
        try {
            nextTending = ticks.getAsLong();
            lookout.look();
            boolean goesOn = true;
            while (goesOn) {
                Item first = backlog.poll(TEND.toNanos());
                goesOn = first == null || handOn(first);
                backlog.hasMoved();
                follow();
                if (goesOn && intake.isBehind()) {
                    goesOn = catchUp();
                } else if (goesOn && lookout.isDue()) {
                    lookout.look();
                }
                tendIfDue();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // close() has waited long enough
        } catch (Store.TakenOver e) {
            backlog.close();
            LOG.error("No events are handed on any more: {}. One log serves one process", e.getMessage());
            backlog.takeBack();
        }
    }

    /** As long as a transaction of the predecessor's is open, later ones of the same entries must not overtake it. */
    private void follow() {
        Predecessor former = intake.predecessor();
        if (former == null) {
            return;
        }
        if (former.hasMissed()) {
            teller.tellOfGap("the plugin's former instance could not write some down");
            teller.noteGap();
        }
        if (former.isOver()) {
            intake.forget(former);
        }
    }

    /** Hands on what came before there was no room, and then what found none; false if nothing will follow. */
    private boolean catchUp() throws InterruptedException, Store.TakenOver {
        for (int ahead = backlog.size(); ahead > 0; ahead -= Teller.MOST) {
            Item next = backlog.poll();
            if (next != null && !handOn(next)) {
                return false;
            }
        }
        lookout.look();
        return true;
    }

    /** Hands on all that waits; false if nothing will follow. */
    private boolean handOn(Item first) throws InterruptedException, Store.TakenOver {
        List<Item> batch = new ArrayList<>();
        batch.add(first);
        backlog.drainTo(batch, Teller.MOST - 1);
        int end = first(batch, Item::isEnd);
        handOn(end < 0 ? batch : batch.subList(0, end));
        return end < 0;
    }

    private void handOn(List<Item> items) throws InterruptedException, Store.TakenOver {
        int step = intake.isBehind() ? first(items, Item::isTask) : -1;
        if (step < 0) {
            teller.handOn(items);
            return;
        }
        teller.handOn(items.subList(0, step));
        lookout.look(); // what found no room before the step comes before it
        teller.handOn(items.subList(step, step + 1));
        handOn(items.subList(step + 1, items.size()));
    }

    private static int first(List<Item> items, Predicate<Item> wanted) {
        for (int i = 0; i < items.size(); i++) {
            if (wanted.test(items.get(i))) {
                return i;
            }
        }
        return -1;
    }

    private void tendIfDue() {
        if (ticks.getAsLong() - nextTending >= 0) {
            nextTending = ticks.getAsLong() + TEND.toNanos();
            journal.prune(clock.instant());
        }
    }
}
