package dev.pluginio;

import dev.pluginio.access.Exposure;
import dev.pluginio.api.access.Principal;
import dev.pluginio.api.content.Entry;
import dev.pluginio.api.host.ContentReader;
import dev.pluginio.capture.EntryKey;
import dev.pluginio.capture.Sequencer;
import dev.pluginio.capture.StoredEntries;
import dev.pluginio.session.entities.EntryName;
import dev.pluginio.session.entities.EntrySource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The entries of the host: read as events are read where it is a JPA host, with its {@link ContentReader} having a say in
 * who may read them; and through that reader where there is nothing else.
 */
final class StoredSource implements EntrySource {

    private final @Nullable StoredEntries stored;
    private final @Nullable ContentReader reader;
    private final Sequencer sequencer;

    StoredSource(@Nullable StoredEntries stored, @Nullable ContentReader reader, Sequencer sequencer) {
        this.stored = stored;
        this.reader = reader;
        this.sequencer = sequencer;
    }

    @Override
    public Optional<Found> find(Principal principal, Exposure exposure, EntryName name, boolean trusted) {
        if (stored == null) {
            String documentId = name.documentId() == null ? String.valueOf(name.id()) : name.documentId();
            return asRead(principal, exposure, documentId);
        }
        Optional<StoredEntries.Stored> found = find(stored, exposure, name);
        return found.filter(entry -> trusted || isShown(principal, exposure, entry.entry()))
                .map(StoredSource::found);
    }

    private static Optional<StoredEntries.Stored> find(StoredEntries stored, Exposure exposure, EntryName name) {
        if (name.documentId() != null) {
            return stored.byDocumentId(exposure, name.documentId());
        }
        Object id = name.id();
        if (id == null) {
            return Optional.empty();
        }
        Optional<StoredEntries.Stored> byId = stored.byId(exposure, id);
        return byId.isEmpty() && id instanceof String text ? stored.byDocumentId(exposure, text) : byId;
    }

    private Optional<Found> asRead(Principal principal, Exposure exposure, String documentId) {
        return Optional.ofNullable(reader)
                .flatMap(host -> host.find(principal, exposure.type().uid(), documentId))
                .map(entry -> new Found(new EntryKey(exposure.type().uid(), entry.id()), entry));
    }

    private boolean isShown(Principal principal, Exposure exposure, Entry entry) {
        return reader == null
                || reader.find(principal, exposure.type().uid(), entry.documentId())
                        .isPresent();
    }

    private static Found found(StoredEntries.Stored entry) {
        return new Found(entry.key(), entry.entry());
    }

    @Override
    public Optional<Found> again(Principal principal, Exposure exposure, Found found) {
        return stored == null
                ? asRead(principal, exposure, found.state().documentId())
                : stored.again(exposure, (EntryKey) found.key()).map(StoredSource::found);
    }

    @Override
    public Watch watch(Found found) {
        Sequencer.Watch watch = sequencer.watch((EntryKey) found.key());
        return new Watch() {
            @Override
            public CompletableFuture<Long> quiet() {
                return watch.quiet();
            }

            @Override
            public long drawn() {
                return watch.drawn();
            }

            @Override
            public void close() {
                watch.close();
            }
        };
    }

    @Override
    public CompletableFuture<@Nullable Void> unheardEnded() {
        return sequencer.unheard().ended();
    }
}
