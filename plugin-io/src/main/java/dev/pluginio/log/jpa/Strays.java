package dev.pluginio.log.jpa;

import dev.pluginio.log.Announcement;
import dev.pluginio.log.Backlog.Item;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The rows without a place, in an order in which they can be told: that of the rows, or, where transactions are kept
 * together, that of the last row of each. A transaction writes the row of an entry while it has the entry's lock, so after
 * the last row of every transaction that it had to wait for. What is written later than the first is read is left out.
 */
final class Strays {

    private final Store store;
    private final int most;
    private final boolean together;
    private @Nullable Deque<List<Long>> waiting;
    private long after;
    private long upTo = -1;
    private boolean over;

    /**
     * Begins with the first.
     *
     * @param most how many rows are read at once, unless they are of one transaction
     * @param together whether transactions are kept together
     */
    Strays(Store store, int most, boolean together) {
        this.store = store;
        this.most = most;
        this.together = together;
    }

    /** What is told at once: a row, or all those of a transaction. */
    record Stray(List<Rows.Stored> rows, boolean isTransaction) {

        Item item(Function<Rows.Stored, Announcement> known) {
            return isTransaction ? Item.of(rows.stream().map(known).toList()) : Item.of(known.apply(rows.get(0)));
        }
    }

    /** The next ones; none if there are no more. */
    List<Stray> next() throws SQLException {
        return together ? transactions() : rows();
    }

    private List<Stray> rows() throws SQLException {
        upTo = upTo < 0 ? store.latest() : upTo;
        List<Rows.Stored> page = over ? List.of() : store.unsequenced(after, upTo, most);
        over = page.size() < most;
        if (!page.isEmpty()) {
            after = page.get(page.size() - 1).row().id();
        }
        return page.stream().map(row -> new Stray(List.of(row), false)).toList();
    }

    private List<Stray> transactions() throws SQLException {
        Deque<List<Long>> left = waiting == null ? inOrder(store.waiting()) : waiting;
        waiting = left;
        List<Stray> read = List.of();
        while (read.isEmpty() && !left.isEmpty()) {
            List<List<Long>> next = new ArrayList<>();
            int count = 0;
            do {
                next.add(left.remove());
                count += next.get(next.size() - 1).size();
            } while (!left.isEmpty() && count + left.element().size() <= most);
            read = read(next);
        }
        return read;
    }

    private List<Stray> read(List<List<Long>> transactions) throws SQLException {
        Map<Long, Rows.Stored> rows = store
                .unsequenced(transactions.stream().flatMap(List::stream).toList())
                .stream()
                .collect(Collectors.toMap(stored -> stored.row().id(), stored -> stored));
        return transactions.stream()
                .map(ids -> ids.stream().map(rows::get).filter(Objects::nonNull).toList())
                .filter(found -> !found.isEmpty())
                .map(found -> new Stray(found, true))
                .toList();
    }

    /** The rows of each transaction; one that was written down without its transaction is one by itself. */
    private static Deque<List<Long>> inOrder(List<Rows.Waiting> rows) {
        Map<Object, List<Long>> byLast = new LinkedHashMap<>();
        for (Rows.Waiting row : rows) {
            Object transaction = row.transaction() == null ? row : row.transaction();
            List<Long> known = byLast.remove(transaction);
            List<Long> ids = known == null ? new ArrayList<>(1) : known;
            ids.add(row.id());
            byLast.put(transaction, ids);
        }
        return new ArrayDeque<>(byLast.values());
    }
}
