package dev.pluginio.log.memory;

import dev.pluginio.api.event.ContentChange;
import dev.pluginio.log.Journal;
import dev.pluginio.log.Offsets;
import dev.pluginio.log.Position;
import dev.pluginio.log.Ring;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a ring keeps, and how far its log has come. */
final class MemoryJournal implements Journal {

    private final Ring ring;
    private final Offsets offsets;
    private volatile Position head = Position.BEGINNING;

    MemoryJournal(Ring ring, Offsets offsets) {
        this.ring = ring;
        this.offsets = offsets;
    }

    /** Everything up to a place was handed on. */
    void cameTo(Position place) {
        head = place;
    }

    @Override
    public Position head() {
        return head;
    }

    @Override
    public Optional<Position> find(String untrustedOffset) {
        return offsets.find(untrustedOffset);
    }

    @Override
    public String offset(Position place) {
        return offsets.of(place);
    }

    @Override
    public boolean reaches(Position from) {
        return ring.reaches(from);
    }

    @Override
    public Optional<List<Kept>> after(Position from, int most) {
        return ring.after(from, most);
    }

    @Override
    public boolean isNear(Position from) {
        return true;
    }

    @Override
    public ContentChange newest(ContentChange change) {
        @Nullable ContentChange newest = ring.newest(change);
        return newest == null ? change : newest;
    }
}
