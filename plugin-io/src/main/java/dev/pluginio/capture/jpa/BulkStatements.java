package dev.pluginio.capture.jpa;

import dev.pluginio.capture.CaptureObserver;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks through the host's SQL for statements that change rows of a content type behind our back, and warns once for
 * each type. Statements that Hibernate issues for entities and collections, and bulk statements that are announced, are
 * known. Throws nothing.
 */
final class BulkStatements implements Consumer<String> {

    private static final Logger LOG = LoggerFactory.getLogger(BulkStatements.class);
    private static final Pattern STATEMENT = Pattern.compile(
            "\\s*(?:/\\*.*?\\*/\\s*)*(?:update(?:\\s+only)?|delete\\s+(?:[\\w$.`]+\\s+)?from(?:\\s+only)?|delete|merge\\s+into|truncate\\s+table)"
                    + "\\s+([\\w$.\"`\\[\\]]+)(.*)",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    private static final Pattern ONE_COLUMN = Pattern.compile(
            "\\s*(?:\\w+\\s+)?set\\s+[\"`\\[]?(?:\\w+\\.)?(\\w+)[\"`\\]]?\\s*=\\s*\\?\\s+where\\s.*",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private final Shapes shapes;
    private volatile Tables tables = new Tables(List.of(), Map.of());
    private final OwnWrites own;
    private final CaptureObserver observer;
    private final Set<String> warned = ConcurrentHashMap.newKeySet();

    /** The tables of some shapes. */
    private record Tables(Collection<Shape> shapes, Map<String, Shape> byName) {}

    BulkStatements(Shapes shapes, OwnWrites own, CaptureObserver observer) {
        this.shapes = shapes;
        this.own = own;
        this.observer = observer;
    }

    private @Nullable Shape ofTable(String name) {
        Collection<Shape> all = shapes.all();
        Tables known = tables;
        if (known.shapes() != all) {
            known = new Tables(all, byName(all));
            tables = known;
        }
        return known.byName().get(name);
    }

    private static Map<String, Shape> byName(Collection<Shape> shapes) {
        Map<String, Shape> byTable = new HashMap<>();
        for (Shape shape : shapes) {
            for (String table : shape.persister().getPropertySpaces()) {
                byTable.merge(plain(table), shape, (known, other) -> isAbove(known, other) ? known : other);
            }
        }
        return byTable;
    }

    private static boolean isAbove(Shape known, Shape other) {
        return known.persister().getEntityName().equals(other.persister().getRootEntityName());
    }

    @Override
    public void accept(String sql) {
        try {
            inspect(sql);
        } catch (RuntimeException | Error e) {
            LOG.debug("A statement could not be looked through", e);
        }
    }

    private void inspect(String sql) {
        if (isRead(sql) || own.isRunning()) {
            return;
        }
        Matcher statement = STATEMENT.matcher(sql);
        if (!statement.matches()) {
            return;
        }
        Shape shape = ofTable(plain(statement.group(1)));
        if (shape == null || isVersionOnly(shape, statement.group(2))) {
            return;
        }
        observer.unannouncedStatement(shape.uid());
        if (warned.add(shape.uid())) {
            LOG.warn(
                    "A bulk statement changed rows of '{}', and nobody will hear of it: such statements do not tell"
                            + " which rows they change. Select the ids first and run the statement through"
                            + " dev.pluginio.api.host.BulkChanges. (Said once for each content type.)",
                    shape.uid());
        }
    }

    private static boolean isRead(String sql) {
        char first = sql.isEmpty() ? ' ' : sql.charAt(0);
        return first == 's' || first == 'S' || first == 'i' || first == 'I';
    }

    /** Hibernate raises the version of a locked entity by such a statement; no attribute changes. */
    private static boolean isVersionOnly(Shape shape, String rest) {
        Matcher set = ONE_COLUMN.matcher(rest);
        @Nullable
        String version = shape.persister().isVersioned() ? shape.persister().getVersionColumnName() : null;
        return version != null && set.matches() && version.equalsIgnoreCase(set.group(1));
    }

    private static String plain(String table) {
        String name = table.substring(table.lastIndexOf('.') + 1);
        return name.replaceAll("[\"`\\[\\]]", "").toLowerCase(Locale.ROOT);
    }
}
