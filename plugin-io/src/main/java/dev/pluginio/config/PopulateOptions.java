package dev.pluginio.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What stands under {@code populate}.
 *
 * @param everything whether all relations are wanted
 * @param relations the relations that are named, in the order of the file
 */
record PopulateOptions(boolean everything, Map<String, RelationOptions> relations) {

    static final PopulateOptions NOTHING = new PopulateOptions(false, Map.of());
    static final PopulateOptions EVERYTHING = new PopulateOptions(true, Map.of());

    PopulateOptions {
        relations = Collections.unmodifiableMap(new LinkedHashMap<>(relations));
    }
}
