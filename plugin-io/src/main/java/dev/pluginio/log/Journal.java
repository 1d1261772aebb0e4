package dev.pluginio.log;

import dev.pluginio.api.event.ContentChange;
import dev.pluginio.api.event.ContentEvent;
import java.util.List;
import java.util.Optional;

/** What a log has handed on and still keeps, to be read again. All methods may be called concurrently. */
public interface Journal {

    /** Keeps nothing. */
    Journal NONE = new Journal() {
        @Override
        public Position head() {
            return Position.BEGINNING;
        }

        @Override
        public Optional<Position> find(String untrustedOffset) {
            return Optional.empty();
        }

        @Override
        public String offset(Position place) {
            return "";
        }

        @Override
        public boolean reaches(Position from) {
            return false;
        }

        @Override
        public Optional<List<Kept>> after(Position from, int most) {
            return Optional.empty();
        }

        @Override
        public boolean isNear(Position from) {
            return true;
        }

        @Override
        public ContentChange newest(ContentChange change) {
            return change;
        }
    };

    /**
     * The place after the newest event that was handed on. Exact on the reader's thread, where everything up to it has been
     * read and nothing after it; on other threads it may lag, and never runs ahead.
     */
    Position head();

    /**
     * The place that an offset stands for.
     *
     * @param untrustedOffset what a client says
     * @return empty if it is forged, or of another log or epoch; it takes the same time for all of these
     */
    Optional<Position> find(String untrustedOffset);

    /** The offset that stands for a place. */
    String offset(Position place);

    /** Whether every event after a place is still kept, and none was lost. Never blocks. */
    boolean reaches(Position from);

    /**
     * The next events after a place, in order. May block, unless {@link #isNear}.
     *
     * @param most how many at the most, at least 1
     * @return those that are kept, none if there are none; empty if it does not {@link #reaches reach}
     */
    Optional<List<Kept>> after(Position from, int most);

    /** Whether everything after a place is in memory. Never blocks. */
    boolean isNear(Position from);

    /**
     * What is kept as the newest of an entry. Never blocks.
     *
     * @param change a change that {@link #after} gave
     * @return the last change that the host made to the same entry; this one if nothing came after it
     */
    ContentChange newest(ContentChange change);

    /**
     * An event that is kept. Private attributes and sensitive names are not in it, save those that rules need.
     *
     * @param position its place
     * @param announcement as it was told; nobody waits for what becomes of it any more
     * @param event the same as everybody got it, offset included
     */
    record Kept(Position position, Announcement announcement, ContentEvent event) {}
}
