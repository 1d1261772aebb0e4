package dev.pluginio.e2e.oracle;

import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** All entries there are, as the model believes. */
final class World {

    private final Map<String, Item> items = new LinkedHashMap<>();

    Collection<Item> all() {
        return List.copyOf(items.values());
    }

    List<Item> all(Kind kind) {
        return items.values().stream().filter(item -> item.kind() == kind).toList();
    }

    Optional<Item> find(String documentId) {
        return Optional.ofNullable(items.get(documentId));
    }

    Item get(String documentId) {
        return Objects.requireNonNull(items.get(documentId), documentId);
    }

    void put(Item item) {
        items.put(item.documentId(), item);
    }

    void remove(Item item) {
        items.remove(item.documentId());
    }

    /** The entries that a relation leads to, in their order. */
    List<Item> related(Item item, Kind.Relation relation) {
        if (relation.mirrors().isPresent()) {
            return pointingAt(item, relation.target(), relation.mirrors().get());
        }
        return item.linked(relation.name()).stream().map(this::get).toList();
    }

    /** The entries of a kind whose relation leads to this one, oldest first. */
    List<Item> pointingAt(Item item, Kind kind, String relation) {
        return all(kind).stream()
                .filter(other -> other.linked(relation).contains(item.documentId()))
                .sorted(Comparator.comparingLong(other -> other.id().asLong()))
                .toList();
    }
}
