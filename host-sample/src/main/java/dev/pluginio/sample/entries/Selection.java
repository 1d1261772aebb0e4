package dev.pluginio.sample.entries;

import dev.pluginio.sample.content.ModelField;
import java.util.List;
import java.util.Map;

/**
 * What to read of an entry, besides its identifiers.
 *
 * @param values the fields that are no relations
 * @param relations the relations that are followed, each with what to read there
 */
record Selection(List<ModelField> values, Map<ModelField, Selection> relations) {

    /** Identifiers only. */
    static final Selection NOTHING = new Selection(List.of(), Map.of());
}
