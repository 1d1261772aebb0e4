package dev.pluginio.delivery;

import dev.pluginio.delivery.Retained.Message;
import dev.pluginio.log.Journal;
import dev.pluginio.log.Journal.Kept;
import dev.pluginio.log.Position;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Gives clients that come back what they missed, events and messages in the order in which they were told. Confined to the
 * thread that delivers.
 */
final class Giving {

    private static final long PAGE_BYTES = 256 * 1024;
    private static final long KEPT_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final Delivery delivery;
    private final Journal journal;
    private final Retained retained;
    private final LongSupplier nanoTime;
    private final Shelf shelf = new Shelf();
    private long last;

    Giving(Delivery delivery, Journal journal, Retained retained, LongSupplier nanoTime) {
        this.delivery = delivery;
        this.journal = journal;
        this.retained = retained;
        this.nanoTime = nanoTime;
    }

    /**
     * Gives one what comes next.
     *
     * @param isAll whether there are no events after these
     * @return whether all of it was given; it does not take too much at once
     */
    boolean give(Returning one, List<Kept> events, boolean isAll) {
        last = nanoTime.getAsLong();
        OneClient.Late late = delivery.late(one.client(), shelf);
        boolean isWhole = true;
        for (Kept kept : events) {
            endBefore(one, late, kept.event().transaction());
            isWhole = giveMessages(one, late, kept.position()) && late.bytes() <= PAGE_BYTES;
            if (!isWhole) {
                break;
            }
            if (one.hasHad(kept)) {
                one.isIn(kept.event().transaction());
            } else if (one.wants(kept)) {
                give(one, late, kept);
            }
            one.cameTo(kept.position());
        }
        if (isWhole && isAll) { // nobody catches up while a transaction is being told
            endBefore(one, late, null);
        }
        isWhole = isWhole && (!isAll || giveMessages(one, late, Position.END));
        one.given(late.events(), late.bytes());
        return isWhole;
    }

    private void give(Returning one, OneClient.Late late, Kept kept) {
        int before = late.events();
        delivery.deliverTo(late, kept, journal.newest(kept.event().change()), one.isAgain(kept.position()));
        if (late.events() > before) {
            one.isIn(kept.event().transaction());
        }
    }

    /** Ends the transaction of which it has been given something, if what comes next is of another. */
    private void endBefore(Returning one, OneClient.Late late, @Nullable String next) {
        String transaction = one.transaction();
        if (transaction != null && !transaction.equals(next)) {
            Position over = new Position(one.cursor().sequence()).ended();
            delivery.endTo(late, transaction, journal.offset(over), one.isAgain(over));
            one.isIn(null);
            one.cameTo(over);
        }
    }

    private boolean giveMessages(Returning one, OneClient.Late late, Position before) {
        for (Message message : retained.between(one.cursor(), before)) {
            if (late.bytes() > PAGE_BYTES) {
                return false;
            }
            if (one.wants(message) && message.isFor(one.client(), late.its)) {
                late.tell(message.emission(), one.isAgain(message.position()));
            }
            one.cameTo(message.position());
        }
        return true;
    }

    /**
     * Forgets what was written, if nobody has needed it for a while. Clients come back one after the other: what one of
     * them missed, the next mostly missed too.
     *
     * @return after how many milliseconds to look again; 0 for not before somebody else was given something
     */
    long rest() {
        if (shelf.isEmpty()) {
            return 0;
        }
        long left = KEPT_NANOS - (nanoTime.getAsLong() - last);
        if (left <= 0) {
            shelf.clear();
            return 0;
        }
        return TimeUnit.NANOSECONDS.toMillis(left) + 1;
    }
}
