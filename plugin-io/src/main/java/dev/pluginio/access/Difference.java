package dev.pluginio.access;

import dev.pluginio.api.access.Grantee;
import dev.pluginio.api.access.Permissions;
import dev.pluginio.api.content.Action;
import dev.pluginio.api.content.ContentCatalog;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Tells whose permissions are not the same at two moments. Thread-safe. */
public final class Difference {

    private static final List<Action> ACTIONS = List.of(
            Action.FIND,
            Action.FIND_DRAFTS,
            Action.CREATE,
            Action.UPDATE,
            Action.DELETE,
            Action.PUBLISH,
            Action.UNPUBLISH);

    private static final int DIGEST = 12;

    private final Supplier<ContentCatalog> catalog;

    /**
     * Makes the comparison.
     *
     * @param catalog what permissions may be about now
     */
    public Difference(Supplier<ContentCatalog> catalog) {
        this.catalog = catalog;
    }

    /**
     * The roles and tokens there are at both moments, whose permissions are not the same. Permissions that can be compared
     * as values are; of others it is asked what they allow, custom actions left out, whose names nobody knows.
     */
    public Set<Grantee> between(Rights before, Rights after) {
        return after.permissions().entrySet().stream()
                .filter(entry -> differ(before.permissions().get(entry.getKey()), entry.getValue()))
                .map(entry -> entry.getKey())
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Whether the permissions of one role or token are not the same; false if it is not there at both moments. */
    public boolean concerns(Grantee grantee, Rights before, Rights after) {
        Permissions now = after.permissions().get(grantee);
        return before != after && now != null && differ(before.permissions().get(grantee), now);
    }

    /**
     * What permissions allow, in a short text that another process can compare: custom actions are left out, and so are the
     * content types of which nothing is allowed.
     */
    public String digest(Permissions permissions) {
        String allowed = catalog.get().types().stream()
                .flatMap(type -> ACTIONS.stream()
                        .filter(action -> permissions.allows(type.uid(), action))
                        .map(action -> type.uid() + "." + action.name()))
                .sorted()
                .collect(Collectors.joining("\n"));
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(allowed.getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(digest, DIGEST));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private boolean differ(@Nullable Permissions before, Permissions after) {
        if (before == null || before.equals(after)) {
            return false;
        }
        if (before instanceof Record && before.getClass() == after.getClass()) {
            return true;
        }
        return catalog.get().types().stream()
                .anyMatch(type -> ACTIONS.stream()
                        .anyMatch(action -> before.allows(type.uid(), action) != after.allows(type.uid(), action)));
    }
}
