package dev.pluginio.log.jpa;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The tables of keepsakes, on connections of its own: one transaction a call. Confined to the thread that writes, but for
 * {@link #reconfigure}.
 */
final class KeepsakeStore {

    private static final int STEP = 500;

    private final Connections connections;
    private final KeepsakeRows rows;
    private final Clock clock;
    private volatile Bounds bounds = new Bounds(Duration.ZERO, 0);
    private boolean opened;

    private record Bounds(Duration age, int most) {}

    /**
     * Does nothing with the database yet.
     *
     * @param clock tells how old a keepsake is
     */
    KeepsakeStore(Connections connections, KeepsakeRows rows, Clock clock) {
        this.connections = connections;
        this.rows = rows;
        this.clock = clock;
    }

    /** Keeps for so long, and so many, from now on. */
    void reconfigure(Duration age, int most) {
        bounds = new Bounds(age, most);
    }

    /**
     * Does what is wished, each note as it is now, and then takes what is asked for.
     *
     * @param tends whether to tell that this process is alive, and to take away what is kept for too long
     * @return what was taken, in the order in which it was asked for
     * @throws Store.TakenOver if another process has taken over
     */
    List<Optional<String>> write(List<Wish> wishes, List<Taking> takings, boolean tends) throws SQLException {
        List<String> dropped = new ArrayList<>();
        List<KeepsakeRows.Written> written = new ArrayList<>(wishes.size());
        for (Wish wish : wishes) {
            Supplier<@Nullable String> note = wish.note();
            @Nullable String text = note == null ? null : note.get();
            if (note == null) {
                dropped.add(wish.name());
            } else if (text != null) {
                written.add(new KeepsakeRows.Written(wish.name(), wish.leftAt(), text));
            }
        }
        long now = clock.millis();
        List<Optional<String>> taken = connections.inTransaction(connection -> {
            if (!opened) {
                rows.takeOver(connection, now);
            }
            rows.delete(connection, dropped);
            rows.write(connection, written);
            Bounds limits = bounds;
            long notBefore = now - limits.age().toMillis();
            List<Optional<String>> found = take(connection, takings, notBefore);
            if (tends) {
                tend(connection, now, notBefore, limits.most());
            }
            return found;
        });
        opened = true;
        return taken;
    }

    private List<Optional<String>> take(Connection connection, List<Taking> takings, long notBefore)
            throws SQLException {
        List<Optional<String>> found = new ArrayList<>(takings.size());
        for (Taking taking : takings) {
            found.add(rows.take(connection, taking.name(), notBefore, taking.isMine()));
        }
        return found;
    }

    private void tend(Connection connection, long now, long notBefore, int most) throws SQLException {
        if (!rows.isAlive(connection, now)) {
            throw new Store.TakenOver();
        }
        rows.prune(connection, notBefore, most, STEP);
    }
}
