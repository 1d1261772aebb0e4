package dev.pluginio.delivery;

import dev.pluginio.access.Exposure;
import dev.pluginio.access.View;
import dev.pluginio.api.access.Grantee;
import dev.pluginio.api.content.Entry;
import dev.pluginio.transport.Room;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells what somebody may read of an entry now: the same rules by which it hears of changes. Asks the host, and may
 * block, only if rights have changed. Thread-safe.
 */
public final class Visibility {

    private static final Logger LOG = LoggerFactory.getLogger(Visibility.class);

    private final Supplier<Rules> now;
    private final Audiences audiences;
    private final AudienceRules rules;
    private final PayloadTransformers transformers;
    private final DeliveryObserver observer;

    /**
     * Joins the rules.
     *
     * @param now the rules that hold now
     * @param audiences what roles and tokens may see
     * @param rules who may hear of which entries
     * @param transformers what is made of what is sent
     * @param observer sees what happens
     */
    public Visibility(
            Supplier<Rules> now,
            Audiences audiences,
            AudienceRules rules,
            PayloadTransformers transformers,
            DeliveryObserver observer) {
        this.now = now;
        this.audiences = audiences;
        this.rules = rules;
        this.transformers = transformers;
        this.observer = observer;
    }

    /**
     * What somebody may read of an entry.
     *
     * @param uid the content type
     * @param grantee the reader's role or token, which must be permitted to {@code find}
     * @param rooms all rooms the reader is in: those of its role or token and of its user too
     * @param state the entry as it is, with the attributes that rules need of it
     * @return what it sees of it, ready to be written by a {@link JsonWriter}; empty if it may not read this entry. What
     *     goes wrong is logged and counted, and lets nothing be read
     */
    public Optional<Entry> visible(String uid, Grantee grantee, Set<Room> rooms, Entry state) {
        try {
            Rules current = now.get();
            Exposure exposure = current.exposures().require(uid);
            return audiences
                    .reading(current, exposure, grantee)
                    .filter(view -> shows(view, exposure, state) && rules.allow(exposure, state, rooms))
                    .flatMap(view -> view.sanitize(state))
                    .map(entry -> transformers.transform(exposure.type(), entry));
        } catch (RuntimeException | Error e) {
            observer.withheld();
            LOG.error("{} {} could not be made ready to be read", uid, state.documentId(), e);
            return Optional.empty();
        }
    }

    /** Whether somebody may read entries of a content type at all. */
    public boolean mayRead(String uid, Grantee grantee) {
        Rules current = now.get();
        return current.exposures()
                .find(uid)
                .flatMap(exposure -> audiences.reading(current, exposure, grantee))
                .isPresent();
    }

    /** Whether an entry in this state is sent at all to those who have a view. */
    static boolean shows(View view, Exposure exposure, Entry state) {
        return view.shows(state) && (state.isPublished() || !exposure.hidesDrafts());
    }
}
