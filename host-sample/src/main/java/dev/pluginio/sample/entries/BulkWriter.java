package dev.pluginio.sample.entries;

import dev.pluginio.api.access.PermissionPolicy;
import dev.pluginio.api.access.Principal;
import dev.pluginio.api.content.Action;
import dev.pluginio.api.content.Entry;
import dev.pluginio.api.host.BulkChanges;
import dev.pluginio.sample.content.Content;
import dev.pluginio.sample.content.ContentModel;
import dev.pluginio.sample.content.ModelField;
import dev.pluginio.sample.content.ModelType;
import dev.pluginio.sample.problem.Problem;
import dev.pluginio.sample.store.Database;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.Query;
import jakarta.persistence.criteria.CriteriaBuilder;
import jakarta.persistence.criteria.CriteriaQuery;
import jakarta.persistence.criteria.Root;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Changes and deletes all entries that meet a condition, each call in one transaction, with bulk statements. The rows
 * are selected and locked first, so that a plugin can be told exactly which ones a statement touches.
 */
public final class BulkWriter {

    private static final int ROWS_A_STATEMENT = 500;

    private final Database database;
    private final ContentModel model;
    private final PermissionPolicy policy;
    private final Clock clock;
    private final Supplier<Optional<BulkChanges>> announcer;

    /**
     * Makes the writer.
     *
     * @param database where the entries are
     * @param model the content types
     * @param policy tells what principals may do
     * @param clock tells when something changed, in whole milliseconds
     * @param announcer finds the plugin that wants to hear of bulk statements; empty if it does not run
     */
    public BulkWriter(
            Database database,
            ContentModel model,
            PermissionPolicy policy,
            Clock clock,
            Supplier<Optional<BulkChanges>> announcer) {
        this.database = database;
        this.model = model;
        this.policy = policy;
        this.clock = clock;
        this.announcer = announcer;
    }

    private record Row(Long id, String documentId) {
        Entry entry() {
            return new Entry(id, documentId, Map.of());
        }
    }

    /**
     * Changes all entries that meet a condition.
     *
     * @param principal who writes
     * @param type of what
     * @param query {@code filters}; untrusted
     * @param body the values that change; untrusted
     * @return the identifiers of the entries
     * @throws Problem if the principal may not, the condition is missing, or a value makes no sense
     */
    public List<Entry> update(Principal principal, ModelType type, QueryParam query, @Nullable Object body) {
        Rights rights = rights(principal, type, Action.UPDATE);
        List<Filter> filters = filters(rights, type, query);
        return database.inTransaction(em -> {
            Assignments assignments = Assignments.parse(em, rights, type, body);
            requireColumns(assignments);
            assignments.requirePublishing();
            List<Row> rows = lock(em, rights, type, filters);
            for (List<Long> ids : portions(rows)) {
                IntSupplier statement = () -> update(em, type, assignments, ids);
                requireAll(
                        ids,
                        announcer
                                .get()
                                .map(bulk -> bulk.update(em, type.uid(), ids, statement))
                                .orElseGet(statement::getAsInt));
            }
            return rows.stream().map(Row::entry).toList();
        });
    }

    /**
     * Deletes all entries that meet a condition.
     *
     * @param principal who writes
     * @param type of what
     * @param query {@code filters}; untrusted
     * @return the identifiers of the entries
     * @throws Problem if the principal may not, the condition is missing, or other entries refer to one of them
     */
    public List<Entry> delete(Principal principal, ModelType type, QueryParam query) {
        Rights rights = rights(principal, type, Action.DELETE);
        List<Filter> filters = filters(rights, type, query);
        return database.inTransaction(em -> {
            List<Row> rows = lock(em, rights, type, filters);
            for (List<Long> ids : portions(rows)) {
                deleteOwned(em, type, ids);
                delete(em, type, ids);
            }
            return rows.stream().map(Row::entry).toList();
        });
    }

    private Rights rights(Principal principal, ModelType type, Action action) {
        Rights rights = Rights.of(model, policy, principal);
        rights.require(type, action);
        return rights;
    }

    /** A condition asks about content, so it needs the right to find. */
    private static List<Filter> filters(Rights rights, ModelType type, QueryParam query) {
        rights.require(type, Action.FIND);
        List<Filter> filters = new QueryParser(rights).filtersOnly(type, query);
        if (filters.isEmpty()) {
            throw Problem.invalid("filters", "say which entries, as in filters[title]=…; all of them is not meant");
        }
        return filters;
    }

    private static List<Row> lock(EntityManager em, Rights rights, ModelType type, List<Filter> filters) {
        CriteriaBuilder builder = em.getCriteriaBuilder();
        CriteriaQuery<Content> criteria = builder.createQuery(Content.class);
        Root<? extends Content> root = criteria.from(type.entity());
        criteria.select(root)
                .where(new Where(builder, rights).conditions(criteria, root, type, filters))
                .orderBy(builder.asc(root.get("id")));
        List<Content> entities = em.createQuery(criteria)
                .setLockMode(LockModeType.PESSIMISTIC_WRITE)
                .getResultList();
        List<Row> rows = entities.stream()
                .map(entity -> new Row(Objects.requireNonNull(entity.id()), entity.documentId()))
                .toList();
        entities.forEach(em::detach);
        return rows;
    }

    private static List<List<Long>> portions(List<Row> rows) {
        List<Long> ids = rows.stream().map(Row::id).toList();
        return IntStream.range(0, (ids.size() + ROWS_A_STATEMENT - 1) / ROWS_A_STATEMENT)
                .mapToObj(portion ->
                        ids.subList(portion * ROWS_A_STATEMENT, Math.min(ids.size(), (portion + 1) * ROWS_A_STATEMENT)))
                .toList();
    }

    private static void requireColumns(Assignments assignments) {
        if (assignments.isEmpty()) {
            throw Problem.invalid("data", "'data' must name a field to change");
        }
        for (ModelField field : assignments.values().keySet()) {
            if (field.attribute().isToMany()) {
                throw Problem.invalid(field.name(), "'" + field + "' cannot be changed in many entries at once");
            }
        }
    }

    private int update(EntityManager em, ModelType type, Assignments assignments, List<Long> ids) {
        String columns = assignments.values().keySet().stream()
                .map(field -> "e." + field.name() + " = :" + field.name())
                .collect(Collectors.joining(", "));
        Query statement = em.createQuery("update " + type.entity().getSimpleName() + " e set " + columns
                + ", e.updatedAt = :updatedAt, e.version = e.version + 1 where e.id in :ids");
        assignments.values().forEach((field, value) -> statement.setParameter(field.name(), value));
        return statement
                .setParameter("updatedAt", clock.instant())
                .setParameter("ids", ids)
                .executeUpdate();
    }

    /** What goes with an entry goes before it. */
    private void deleteOwned(EntityManager em, ModelType type, List<Long> ids) {
        for (ModelField field : type.fields()) {
            if (field.isOwned()) {
                ModelType owned = model.targetOf(field);
                String mirror = field.mappedBy().orElseThrow();
                List<Long> ownedIds = lockOwned(em, owned.entity(), mirror, ids);
                if (!ownedIds.isEmpty()) {
                    deleteOwned(em, owned, ownedIds);
                    delete(em, owned, ownedIds);
                }
            }
        }
    }

    /** The ids come from rows that are locked already: what somebody else just deleted is not among them. */
    private static <T extends Content> List<Long> lockOwned(
            EntityManager em, Class<T> owned, String mirror, List<Long> ids) {
        List<T> entities = em.createQuery(
                        "select e from " + owned.getSimpleName() + " e where e." + mirror + ".id in :ids order by e.id",
                        owned)
                .setParameter("ids", ids)
                .setLockMode(LockModeType.PESSIMISTIC_WRITE)
                .getResultList();
        entities.forEach(em::detach);
        return entities.stream()
                .map(entity -> Objects.requireNonNull(entity.id()))
                .toList();
    }

    private void delete(EntityManager em, ModelType type, List<Long> ids) {
        IntSupplier statement =
                () -> em.createQuery("delete from " + type.entity().getSimpleName() + " e where e.id in :ids")
                        .setParameter("ids", ids)
                        .executeUpdate();
        requireAll(
                ids,
                announcer
                        .get()
                        .map(bulk -> bulk.delete(em, type.uid(), ids, statement))
                        .orElseGet(statement::getAsInt));
    }

    /** The rows are locked, so a statement that misses one is a mistake of ours. */
    private static void requireAll(List<Long> ids, int rows) {
        if (rows != ids.size()) {
            throw new IllegalStateException("a bulk statement met " + rows + " rows of " + ids.size());
        }
    }
}
