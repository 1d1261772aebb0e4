package dev.pluginio.config;

import dev.pluginio.api.content.Action;

/** The actions that can be configured. */
enum BuiltInAction {
    CREATE(Action.CREATE),
    UPDATE(Action.UPDATE),
    DELETE(Action.DELETE),
    PUBLISH(Action.PUBLISH),
    UNPUBLISH(Action.UNPUBLISH);

    private final Action action;

    BuiltInAction(Action action) {
        this.action = action;
    }

    Action action() {
        return action;
    }

    /** Whether it can only happen to content that has drafts. */
    boolean isOfDrafts() {
        return this == PUBLISH || this == UNPUBLISH;
    }

    @Override
    public String toString() {
        return action.name();
    }
}
