package dev.pluginio.config;

import dev.pluginio.api.content.Action;
import java.util.Locale;

/** The actions that can be configured. */
enum BuiltInAction {
    CREATE,
    UPDATE,
    DELETE,
    PUBLISH,
    UNPUBLISH;

    Action action() {
        return new Action(toString());
    }

    /** Whether it can only happen to content that has drafts. */
    boolean isOfDrafts() {
        return this == PUBLISH || this == UNPUBLISH;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
