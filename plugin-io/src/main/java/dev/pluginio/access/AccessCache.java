package dev.pluginio.access;

import dev.pluginio.api.access.AccessChange;
import dev.pluginio.api.access.Grantee;
import dev.pluginio.api.access.PermissionPolicy;
import dev.pluginio.api.access.Permissions;
import dev.pluginio.api.access.Role;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the rights of all roles and tokens until the host says that something changed, so that no event asks the host.
 * What cannot be read counts as "nothing is permitted" and is asked for again a little later. Thread-safe.
 */
public final class AccessCache {

    private static final Logger LOG = LoggerFactory.getLogger(AccessCache.class);
    private static final long RETRY_NANOS = Duration.ofSeconds(1).toNanos();

    private final PermissionPolicy policy;
    private final LongSupplier nanoTime;

    private final Object loading = new Object();
    private volatile @Nullable Rights current;
    private volatile @Nullable Rights latest;
    private volatile long generation;
    private volatile boolean incomplete;
    private long loadedAt;
    private final Map<Grantee, Permissions> kept = new HashMap<>();
    private final Set<String> stale = new HashSet<>();

    /**
     * Makes an empty cache.
     *
     * @param policy whom to ask
     * @param nanoTime a clock for intervals, in nanoseconds
     */
    public AccessCache(PermissionPolicy policy, LongSupplier nanoTime) {
        this.policy = policy;
        this.nanoTime = nanoTime;
    }

    /** The rights that hold now. Asks the host, and may block, if something changed since the last call. */
    public Rights rights() {
        Rights rights = current;
        if (rights != null && !incomplete) {
            return rights;
        }
        synchronized (loading) {
            rights = current;
            if (rights != null && (!incomplete || nanoTime.getAsLong() - loadedAt < RETRY_NANOS)) {
                return rights;
            }
            return load();
        }
    }

    /**
     * The rights that hold now, if they are known. Never asks the host: for callers inside the host's own transactions,
     * where a question could wait for a connection that the asking transaction holds.
     */
    public Optional<Rights> known() {
        return Optional.ofNullable(current);
    }

    /**
     * The rights that were known last, though something may have changed since; empty before they were first asked for.
     * Never asks the host.
     */
    public Optional<Rights> latest() {
        return Optional.ofNullable(latest);
    }

    /** Forgets what a change may have made untrue. Returns at once. */
    public void invalidate(AccessChange change) {
        if (change instanceof AccessChange.UserChanged) {
            return; // users have no permissions of their own
        }
        synchronized (stale) {
            if (change instanceof AccessChange.RoleChanged role) {
                stale.add("role " + role.id());
            } else if (change instanceof AccessChange.ApiTokenChanged token) {
                stale.add("token " + token.id());
            } else if (change instanceof AccessChange.EverythingChanged) {
                stale.add("*");
            }
            generation++;
            current = null;
        }
    }

    private Rights load() {
        long startedAt;
        Set<String> forget;
        synchronized (stale) {
            startedAt = generation;
            forget = new HashSet<>(stale);
            stale.clear();
        }
        kept.keySet().removeIf(grantee -> forget.contains("*") || forget.contains(keyOf(grantee)));
        incomplete = false;
        loadedAt = nanoTime.getAsLong();
        Map<Grantee, Permissions> loaded = new HashMap<>();
        for (Grantee grantee : grantees()) {
            Permissions permissions = kept.get(grantee);
            loaded.put(grantee, permissions != null ? permissions : ask(grantee));
        }
        kept.keySet().retainAll(loaded.keySet());
        Rights rights = new Rights(loaded, !incomplete);
        latest = rights;
        synchronized (stale) {
            if (generation == startedAt) {
                current = rights;
            }
        }
        return rights;
    }

    private Set<Grantee> grantees() {
        Set<Grantee> all = new HashSet<>();
        try {
            all.addAll(policy.roles());
            all.addAll(policy.apiTokens());
        } catch (RuntimeException | Error e) {
            incomplete = true;
            LOG.error("The host cannot tell its roles and API tokens: nobody hears anything until it can", e);
        }
        return all;
    }

    private Permissions ask(Grantee grantee) {
        try {
            Permissions permissions = policy.permissionsOf(grantee);
            kept.put(grantee, permissions);
            return permissions;
        } catch (RuntimeException | Error e) {
            incomplete = true;
            LOG.error("The host cannot tell the permissions of {}: it hears nothing until it can", keyOf(grantee), e);
            return Permissions.none();
        }
    }

    private static String keyOf(Grantee grantee) {
        return (grantee instanceof Role ? "role " : "token ") + grantee.id();
    }
}
