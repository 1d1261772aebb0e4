package dev.pluginio.sample.entries;

import dev.pluginio.api.access.PermissionPolicy;
import dev.pluginio.api.access.Permissions;
import dev.pluginio.api.access.Principal;
import dev.pluginio.api.content.Action;
import dev.pluginio.api.content.Entry;
import dev.pluginio.sample.content.Content;
import dev.pluginio.sample.content.ContentModel;
import dev.pluginio.sample.content.ModelField;
import dev.pluginio.sample.content.ModelType;
import dev.pluginio.sample.problem.Problem;

/**
 * What one principal may see and do, at one moment. Nobody reads a private field, follows a relation to a type that he
 * may not find, or learns that a draft exists without the right to find drafts.
 *
 * @param model the content types
 * @param permissions what the principal's role or token may do
 */
record Rights(ContentModel model, Permissions permissions) {

    static Rights of(ContentModel model, PermissionPolicy policy, Principal principal) {
        return new Rights(model, policy.permissionsOf(principal.grantee()));
    }

    boolean may(ModelType type, Action action) {
        return permissions.allows(type.uid(), action);
    }

    void require(ModelType type, Action action) {
        if (!may(type, action)) {
            throw Problem.forbidden("the permission '" + type.uid() + "." + action + "' is needed");
        }
    }

    /** Whether drafts, if the type has any, must be passed over. */
    boolean hidesDrafts(ModelType type) {
        return type.hasDrafts() && !may(type, Action.FIND_DRAFTS);
    }

    boolean sees(ModelType type, Content entity) {
        return !hidesDrafts(type) || type.require(Entry.PUBLISHED_AT).get(entity) != null;
    }

    boolean sees(ModelField field) {
        return !field.attribute().isPrivate()
                && (!field.attribute().isRelation() || may(model.targetOf(field), Action.FIND));
    }
}
