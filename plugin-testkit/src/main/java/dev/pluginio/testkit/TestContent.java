package dev.pluginio.testkit;

import dev.pluginio.api.access.Permissions;
import dev.pluginio.api.access.Principal;
import dev.pluginio.api.content.Action;
import dev.pluginio.api.content.Attribute;
import dev.pluginio.api.content.ContentCatalog;
import dev.pluginio.api.content.ContentType;
import dev.pluginio.api.content.Entry;
import dev.pluginio.api.event.ContentChange;
import dev.pluginio.api.host.ContentLifecycle;
import dev.pluginio.api.host.ContentReader;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The entries of a test, in memory. Thread-safe; each call is a transaction of its own. */
final class TestContent implements ContentReader {

    private final ContentCatalog catalog;
    private final TestAccess access;
    private final Supplier<ContentLifecycle> lifecycle;
    private final Map<String, Map<String, Entry>> entries = new LinkedHashMap<>();
    private long lastId;

    TestContent(ContentCatalog catalog, TestAccess access, Supplier<ContentLifecycle> lifecycle) {
        this.catalog = catalog;
        this.access = access;
        this.lifecycle = lifecycle;
    }

    synchronized Entry create(String uid, Map<String, ? extends @Nullable Object> values) {
        catalog.require(uid);
        lastId++;
        Entry entry = new Entry(lastId, "document-" + lastId, new LinkedHashMap<>(values));
        ofType(uid).put(entry.documentId(), entry);
        commit(ContentChange.created(uid, entry));
        return entry;
    }

    synchronized Entry update(String uid, String documentId, Map<String, ? extends @Nullable Object> values) {
        return change(uid, Action.UPDATE, documentId, values);
    }

    synchronized Entry change(
            String uid, Action action, String documentId, Map<String, ? extends @Nullable Object> values) {
        Entry before = required(uid, documentId);
        Map<String, @Nullable Object> all = new LinkedHashMap<>(before.values());
        all.putAll(values);
        Entry after = new Entry(before.id(), documentId, all);
        ofType(uid).put(documentId, after);
        commit(ContentChange.of(uid, action, before, after));
        return after;
    }

    synchronized void delete(String uid, String documentId) {
        Entry before = required(uid, documentId);
        ofType(uid).remove(documentId);
        commit(ContentChange.deleted(uid, before));
    }

    private void commit(ContentChange change) {
        ContentLifecycle.Transaction transaction = lifecycle.get().begin();
        transaction.changed(change);
        transaction.committed();
    }

    private Map<String, Entry> ofType(String uid) {
        return entries.computeIfAbsent(uid, key -> new LinkedHashMap<>());
    }

    private Entry required(String uid, String documentId) {
        Entry entry = ofType(uid).get(documentId);
        if (entry == null) {
            throw new IllegalArgumentException("there is no entry '" + documentId + "' of '" + uid + "'");
        }
        return entry;
    }

    @Override
    public synchronized Optional<Entry> find(Principal principal, String uid, String documentId) {
        return Optional.ofNullable(ofType(uid).get(documentId)).flatMap(entry -> asSeenBy(principal, uid, entry));
    }

    @Override
    public synchronized List<Entry> findMany(Principal principal, String uid, int start, int limit) {
        return ofType(uid).values().stream()
                .flatMap(entry -> asSeenBy(principal, uid, entry).stream())
                .skip(start)
                .limit(limit)
                .toList();
    }

    private Optional<Entry> asSeenBy(Principal principal, String uid, Entry entry) {
        Permissions permissions = access.permissionsOf(principal.grantee());
        ContentType type = catalog.require(uid);
        boolean isHiddenDraft =
                type.hasDrafts() && !entry.isPublished() && !permissions.allows(uid, Action.FIND_DRAFTS);
        if (isHiddenDraft || !permissions.allows(uid, Action.FIND)) {
            return Optional.empty();
        }
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        entry.values()
                .forEach((name, value) -> type.attribute(name)
                        .filter(attribute -> isSeen(attribute, permissions))
                        .ifPresent(attribute -> values.put(name, value)));
        return Optional.of(new Entry(entry.id(), entry.documentId(), values));
    }

    private static boolean isSeen(Attribute attribute, Permissions permissions) {
        return !attribute.isPrivate()
                && attribute
                        .target()
                        .map(uid -> permissions.allows(uid, Action.FIND))
                        .orElse(true);
    }
}
