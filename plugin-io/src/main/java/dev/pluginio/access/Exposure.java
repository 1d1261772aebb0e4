package dev.pluginio.access;

import dev.pluginio.api.content.Action;
import dev.pluginio.api.content.ContentType;
import java.util.Set;

/**
 * What is sent of a content type: the configuration of one entry of {@code contentTypes}, resolved against the
 * catalogue.
 *
 * @param type the content type
 * @param actions the built-in actions that are sent
 * @param populate the attributes and relations that are sent
 * @param onlyPublished whether nothing is sent of drafts
 * @param eventPrefix what the names of events begin with; the type's singular name unless configured
 * @param permission which permission lets somebody hear of it
 */
public record Exposure(
        ContentType type,
        Set<Action> actions,
        Populate populate,
        boolean onlyPublished,
        String eventPrefix,
        PermissionRule permission) {

    public Exposure {
        actions = Set.copyOf(actions);
    }
}
