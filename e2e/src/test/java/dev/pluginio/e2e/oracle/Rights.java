package dev.pluginio.e2e.oracle;

import java.util.Set;
import java.util.TreeSet;

/** What somebody may do. */
sealed interface Rights {

    Rights ALL = new All();

    boolean may(Kind kind, String action);

    /** Those that are listed as {@code uid.action}. */
    static Rights of(Set<String> permissions) {
        return new Listed(new TreeSet<>(permissions));
    }

    /** Everything. */
    record All() implements Rights {
        @Override
        public boolean may(Kind kind, String action) {
            return true;
        }
    }

    /** What is listed. */
    record Listed(Set<String> permissions) implements Rights {
        @Override
        public boolean may(Kind kind, String action) {
            return permissions.contains(kind.uid() + "." + action);
        }
    }
}
