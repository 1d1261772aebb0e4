package dev.pluginio.capture.jpa;

import dev.pluginio.access.Exposure;
import dev.pluginio.capture.EntryKey;
import dev.pluginio.capture.StoredEntries;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds the entries of a Hibernate host. */
final class EntryFinder implements StoredEntries {

    private final Shapes shapes;
    private final SnapshotReader reader;

    EntryFinder(Shapes shapes, SnapshotReader reader) {
        this.shapes = shapes;
        this.reader = reader;
    }

    @Override
    public Optional<Stored> byId(Exposure exposure, Object untrusted) {
        Shape shape = shapes.ofType(exposure.type().uid());
        Object id = shape == null
                ? null
                : Keys.of(untrusted, shape.persister().getIdentifierType().getReturnedClass());
        return shape == null || id == null ? Optional.empty() : byKey(exposure, shape, id);
    }

    @Override
    public Optional<Stored> byDocumentId(Exposure exposure, String untrusted) {
        Shape shape = shapes.ofType(exposure.type().uid());
        if (shape == null) {
            return Optional.empty();
        }
        String attribute = shape.documentIdAttribute();
        if (attribute == null) {
            return byId(exposure, untrusted);
        }
        Object documentId = Keys.of(untrusted, shape.documentIdClass());
        return documentId == null
                ? Optional.empty()
                : stored(exposure, reader.readAlone(shape, attribute, documentId, exposure.populate()));
    }

    @Override
    public Optional<Stored> again(Exposure exposure, EntryKey key) {
        Shape shape = shapes.ofType(exposure.type().uid());
        return shape == null ? Optional.empty() : byKey(exposure, shape, key.id());
    }

    private Optional<Stored> byKey(Exposure exposure, Shape shape, Object id) {
        return stored(exposure, reader.readAlone(shape, "", id, exposure.populate()));
    }

    /** Entries of a subclass that is a content type of its own are not of this one. */
    private static Optional<Stored> stored(Exposure exposure, @Nullable Stored found) {
        return Optional.ofNullable(found)
                .filter(stored -> stored.key().uid().equals(exposure.type().uid()));
    }
}
