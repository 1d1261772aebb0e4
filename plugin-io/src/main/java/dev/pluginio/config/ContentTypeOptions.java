package dev.pluginio.config;

import dev.pluginio.access.Listeners;
import dev.pluginio.access.PermissionRule;
import jakarta.validation.constraints.Pattern;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One entry of {@code contentTypes}. */
@Shorthand("uid")
record ContentTypeOptions(
        @Place String at,

        @Setting(value = "The content type, such as api::article.article.", required = true)
        @Pattern(regexp = UID, message = "must look like 'api::name.name', in lower-case letters, digits and hyphens")
        String uid,

        @Setting("The actions that are sent.") List<BuiltInAction> actions,

        @Setting("The relations that are sent: '*' for all, a list of names, or a section with a name and true,"
                + " or with a name and the fields and relations wanted of its entries.")
        PopulateOptions populate,

        @Setting("Whether nothing is sent of drafts.") boolean onlyPublished,

        @Setting(
                "Whether a client that does not read fast enough gets only the newest of the updates of an entry that wait"
                        + " for it.")
        boolean coalesce,

        @Setting("What the names of the events begin with, in place of the type's singular name.")
        @Pattern(
                regexp = "[A-Za-z][A-Za-z0-9_.:/-]{0,99}",
                message = "must be a letter followed by letters, digits and any of _ . : / - (100 at most)")
        @Nullable
        String eventPrefix,

        @Setting("The attributes that are sent, in place of all; relations stand under populate.") @Nullable
        List<String> fields,

        @Setting("The attributes and relations that are not sent, though they otherwise would be.")
        List<String> excludeFields,

        @Setting("Which permission lets a role or token hear of an action of this type, in place of the general rule.")
        @Nullable
        PermissionRule permission,

        @Setting("Who of those who may hear of this type do: everyone, or the subscribers of the entry or of the type.")
        Listeners audience,

        @Setting("The name of an AudienceRule of some plugin without which nobody hears of this type.")
        @Pattern(regexp = "\\S+", message = "must be the name of a rule")
        @Nullable
        String audienceRule,

        @Setting("The JPA entity that is to be this content type although it has no annotation:"
                + " its entity name, or its class's with the package.")
        @Pattern(regexp = "\\S+", message = "must be the name of an entity or of its class")
        @Nullable
        String entity,

        @Setting(value = "The attributes of that entity that nobody ever gets.", key = "private")
        List<String> hidden) {

    static final String UID = "[a-z][a-z0-9-]*::[a-z][a-z0-9-]*\\.[a-z][a-z0-9-]*";

    ContentTypeOptions() {
        this(
                "",
                "",
                List.of(BuiltInAction.values()),
                PopulateOptions.NOTHING,
                false,
                false,
                null,
                null,
                List.of(),
                null,
                Listeners.EVERYONE,
                null,
                null,
                List.of());
    }

    PermissionRule permissionOr(PermissionRule general) {
        return permission == null ? general : permission;
    }
}
