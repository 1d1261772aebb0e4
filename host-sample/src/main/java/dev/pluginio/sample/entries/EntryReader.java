package dev.pluginio.sample.entries;

import dev.pluginio.api.access.PermissionPolicy;
import dev.pluginio.api.access.Principal;
import dev.pluginio.api.content.Action;
import dev.pluginio.api.content.Entry;
import dev.pluginio.api.host.ContentReader;
import dev.pluginio.sample.content.Content;
import dev.pluginio.sample.content.ContentModel;
import dev.pluginio.sample.content.ModelType;
import dev.pluginio.sample.entries.Query.Paging;
import dev.pluginio.sample.problem.Problem;
import dev.pluginio.sample.store.Database;
import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import jakarta.persistence.criteria.CriteriaBuilder;
import jakarta.persistence.criteria.CriteriaQuery;
import jakarta.persistence.criteria.Order;
import jakarta.persistence.criteria.Root;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads entries as a principal may see them, for REST and for plugins alike. */
public final class EntryReader implements ContentReader {

    private final Database database;
    private final ContentModel model;
    private final PermissionPolicy policy;

    /**
     * Makes the reader.
     *
     * @param database where the entries are
     * @param model the content types
     * @param policy tells what principals may see
     */
    public EntryReader(Database database, ContentModel model, PermissionPolicy policy) {
        this.database = database;
        this.model = model;
        this.policy = policy;
    }

    /**
     * Reads a page.
     *
     * @param principal who asks
     * @param type of what
     * @param query {@code filters}, {@code populate}, {@code fields}, {@code sort}, {@code pagination}; untrusted
     * @return the page
     * @throws Problem if the query makes no sense, or names what the principal may not see
     */
    public EntryPage list(Principal principal, ModelType type, QueryParam query) {
        Rights rights = Rights.of(model, policy, principal);
        rights.require(type, Action.FIND);
        Query parsed = new QueryParser(rights).list(type, query);
        return database.inTransaction(em -> new EntryPage(
                entries(
                        em,
                        rights,
                        type,
                        parsed,
                        parsed.paging().start(),
                        parsed.paging().pageSize()),
                parsed.paging().page(),
                parsed.paging().pageSize(),
                count(em, rights, type, parsed.filters())));
    }

    /**
     * Reads one entry.
     *
     * @param principal who asks
     * @param type of what
     * @param documentId the entry's identifier; untrusted
     * @param query {@code populate} and {@code fields}; untrusted
     * @return the entry
     * @throws Problem if there is none that the principal may see, or the query names what he may not see
     */
    public Entry one(Principal principal, ModelType type, String documentId, QueryParam query) {
        Rights rights = Rights.of(model, policy, principal);
        rights.require(type, Action.FIND);
        Selection selection = new QueryParser(rights).one(type, query);
        return database.inTransaction(em -> find(em, rights, type, documentId, selection))
                .orElseThrow(Problem::notFound);
    }

    @Override
    public Optional<Entry> find(Principal principal, String uid, String documentId) {
        Rights rights = Rights.of(model, policy, principal);
        return model.find(uid)
                .filter(type -> rights.may(type, Action.FIND))
                .flatMap(type -> database.inTransaction(
                        em -> find(em, rights, type, documentId, new SelectionParser(rights).everything(type))));
    }

    @Override
    public List<Entry> findMany(Principal principal, String uid, int start, int limit) {
        Rights rights = Rights.of(model, policy, principal);
        return model.find(uid)
                .filter(type -> rights.may(type, Action.FIND))
                .map(type -> {
                    Selection selection = new SelectionParser(rights).everything(type);
                    Query query = new Query(selection, List.of(), List.of(), new Paging(1, limit));
                    return database.inTransaction(em -> entries(em, rights, type, query, start, limit));
                })
                .orElse(List.of());
    }

    private static Optional<Entry> find(
            EntityManager em, Rights rights, ModelType type, String documentId, Selection selection) {
        return Lookup.byDocumentId(em, type, documentId)
                .filter(entity -> rights.sees(type, entity))
                .map(entity -> new Snapshots(rights).of(type, entity, selection));
    }

    private static List<Entry> entries(
            EntityManager em, Rights rights, ModelType type, Query query, int start, int limit) {
        Snapshots snapshots = new Snapshots(rights);
        return entities(em, rights, type, query).setFirstResult(start).setMaxResults(limit).getResultList().stream()
                .map(entity -> snapshots.of(type, entity, query.selection()))
                .toList();
    }

    private static TypedQuery<Content> entities(EntityManager em, Rights rights, ModelType type, Query query) {
        CriteriaBuilder builder = em.getCriteriaBuilder();
        CriteriaQuery<Content> criteria = builder.createQuery(Content.class);
        Root<? extends Content> root = criteria.from(type.entity());
        List<Order> order = new ArrayList<>();
        query.sort()
                .forEach(sort -> order.add(
                        sort.descending()
                                ? builder.desc(root.get(sort.field()))
                                : builder.asc(root.get(sort.field()))));
        order.add(builder.asc(root.get("id")));
        return em.createQuery(criteria.select(root)
                .where(new Where(builder, rights).conditions(criteria, root, type, query.filters()))
                .orderBy(order));
    }

    private static long count(EntityManager em, Rights rights, ModelType type, List<Filter> filters) {
        CriteriaBuilder builder = em.getCriteriaBuilder();
        CriteriaQuery<Long> criteria = builder.createQuery(Long.class);
        Root<? extends Content> root = criteria.from(type.entity());
        return em.createQuery(criteria.select(builder.count(root))
                        .where(new Where(builder, rights).conditions(criteria, root, type, filters)))
                .getSingleResult();
    }
}
