package dev.pluginio.capture;

import dev.pluginio.access.Exposure;
import dev.pluginio.access.PermissionRule;
import dev.pluginio.access.Populate;
import dev.pluginio.api.content.Action;
import dev.pluginio.api.content.ContentCatalog;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Everything of the catalogue is exposed and wanted, unless a test says otherwise. */
public final class FakeInterest implements Interest {

    public static final Set<Action> ALL =
            Set.of(Action.CREATE, Action.UPDATE, Action.DELETE, Action.PUBLISH, Action.UNPUBLISH);

    private final Map<String, Exposure> exposures = new ConcurrentHashMap<>();
    private final Set<String> unheard = ConcurrentHashMap.newKeySet();
    private final Map<String, Set<String>> needs = new ConcurrentHashMap<>();
    private volatile boolean wanted = true;
    private volatile @Nullable Error failure;

    public FakeInterest(ContentCatalog catalog) {
        catalog.types()
                .forEach(type -> exposures.put(
                        type.uid(),
                        new Exposure(type, ALL, Populate.VALUES, false, type.singularName(), PermissionRule.ACTION)));
    }

    /** These must be known of entries of a type. */
    public void needs(String uid, String... attributes) {
        needs.put(uid, Set.of(attributes));
    }

    @Override
    public Set<String> needs(String uid) {
        return needs.getOrDefault(uid, Set.of());
    }

    public void nobodyListens() {
        wanted = false;
    }

    /** From now on whoever asks whether somebody listens gets this; null for an answer. */
    public void fails(@Nullable Error error) {
        failure = error;
    }

    public void everybodyListens() {
        wanted = true;
    }

    public void nobodyListensTo(String uid) {
        unheard.add(uid);
    }

    public void neverSent(String uid) {
        exposures.remove(uid);
    }

    public void populate(String uid, Populate populate) {
        exposures.computeIfPresent(
                uid,
                (key, old) ->
                        new Exposure(old.type(), old.actions(), populate, false, old.eventPrefix(), old.permission()));
    }

    public void actions(String uid, Action... actions) {
        exposures.computeIfPresent(
                uid,
                (key, old) -> new Exposure(
                        old.type(),
                        Set.of(actions),
                        old.populate(),
                        old.onlyPublished(),
                        old.eventPrefix(),
                        old.permission()));
    }

    public void onlyPublished(String uid) {
        exposures.computeIfPresent(
                uid,
                (key, old) -> new Exposure(
                        old.type(), old.actions(), old.populate(), true, old.eventPrefix(), old.permission()));
    }

    @Override
    public Optional<Exposure> exposure(String uid) {
        return Optional.ofNullable(exposures.get(uid));
    }

    @Override
    public boolean isWanted(String uid) {
        Error error = failure;
        if (error != null) {
            throw error;
        }
        return wanted && !unheard.contains(uid);
    }
}
