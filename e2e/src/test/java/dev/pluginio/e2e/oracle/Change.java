package dev.pluginio.e2e.oracle;

import java.util.Optional;

/**
 * What a transaction did to one entry.
 *
 * @param before its state before, if there was one
 * @param after its state after, if there is one
 */
record Change(Optional<Item> before, Optional<Item> after) {

    static Change created(Item item) {
        return new Change(Optional.empty(), Optional.of(item));
    }

    static Change updated(Item before, Item after) {
        return new Change(Optional.of(before), Optional.of(after));
    }

    static Change deleted(Item item) {
        return new Change(Optional.of(item), Optional.empty());
    }

    Item item() {
        return after.or(() -> before).orElseThrow();
    }

    Kind kind() {
        return item().kind();
    }

    @Override
    public String toString() {
        String what = before.isEmpty() ? "create" : after.isEmpty() ? "delete" : "update";
        return what + " " + item();
    }
}
