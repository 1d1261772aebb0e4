package dev.pluginio.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What stands under the name of a relation. */
record RelationOptions(
        @Setting("The attributes that are sent of the related entries, in place of all.") @Nullable
        List<String> fields,

        @Setting("The relations that are sent of the related entries.")
        PopulateOptions populate) {

    RelationOptions() {
        this(null, PopulateOptions.NOTHING);
    }
}
