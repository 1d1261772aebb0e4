package dev.pluginio.access;

import dev.pluginio.api.content.Action;
import dev.pluginio.api.content.ContentType;
import java.util.Set;
import org.jspecify.annotations.Nullable;

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
 * @param audience which of those who may hear do
 * @param audienceRule the name of the rule without which nobody hears of it; null if it needs none
 * @param coalesced whether a client that does not read fast enough gets only the newest of an entry's updates
 */
public record Exposure(
        ContentType type,
        Set<Action> actions,
        Populate populate,
        boolean onlyPublished,
        String eventPrefix,
        PermissionRule permission,
        Listeners audience,
        @Nullable String audienceRule,
        boolean coalesced) {

    public Exposure {
        actions = Set.copyOf(actions);
    }

    /** What everyone hears that may, without any rule that must be there. */
    public Exposure(
            ContentType type,
            Set<Action> actions,
            Populate populate,
            boolean onlyPublished,
            String eventPrefix,
            PermissionRule permission) {
        this(type, actions, populate, onlyPublished, eventPrefix, permission, Listeners.EVERYONE, null, false);
    }

    /** The same for clients that get every update, or only the newest they can take. */
    public Exposure coalesced(boolean only) {
        return new Exposure(
                type, actions, populate, onlyPublished, eventPrefix, permission, audience, audienceRule, only);
    }

    /** The same with other attributes and relations. */
    public Exposure populated(Populate other) {
        return new Exposure(
                type, actions, other, onlyPublished, eventPrefix, permission, audience, audienceRule, coalesced);
    }

    /** Whether nothing is sent of entries that are not published. */
    public boolean hidesDrafts() {
        return onlyPublished && type.hasDrafts();
    }
}
