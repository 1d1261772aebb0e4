package dev.pluginio.access;

import dev.pluginio.api.access.Grantee;
import dev.pluginio.api.access.Permissions;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What every role and API token may do, at one moment. Two moments with the same rights may be the same object;
 * different objects mean that something may have changed.
 */
public final class Rights {

    private final Map<Grantee, Permissions> permissions;
    private final Map<Grantee, Grantee> described;
    private final boolean complete;

    Rights(Map<Grantee, Permissions> permissions, boolean complete) {
        this.permissions = Map.copyOf(permissions);
        this.described = this.permissions.keySet().stream()
                .collect(Collectors.toUnmodifiableMap(Function.identity(), Function.identity()));
        this.complete = complete;
    }

    /** The roles and tokens there are, with their permissions. */
    public Map<Grantee, Permissions> permissions() {
        return permissions;
    }

    /** Tells whether the host could tell everything; if not, what is missing here may yet exist. */
    public boolean isComplete() {
        return complete;
    }

    /** Tells whether a role or token still exists. */
    public boolean has(Grantee grantee) {
        return permissions.containsKey(grantee);
    }

    /** A role or token as the host describes it at this moment: its name or its end may have changed; empty if it is gone. */
    public Optional<Grantee> find(Grantee grantee) {
        return Optional.ofNullable(described.get(grantee));
    }

    /** How many roles, or how many tokens, there are. */
    public long count(Class<? extends Grantee> kind) {
        return permissions.keySet().stream().filter(kind::isInstance).count();
    }
}
