package dev.pluginio.delivery;

import dev.pluginio.access.Exposure;
import dev.pluginio.access.View;
import dev.pluginio.api.content.Action;
import dev.pluginio.api.content.Entry;
import dev.pluginio.api.event.ContentChange;
import dev.pluginio.api.event.ContentEvent;
import dev.pluginio.api.realtime.Envelope;
import dev.pluginio.api.realtime.Reach;
import dev.pluginio.transport.Arguments;
import dev.pluginio.transport.Room;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tells one change to all who are to hear of it, each client once. For one thread. */
final class Round {

    /**
     * In what form it is told.
     *
     * @param whole whether it surely is all of the entry
     */
    record Form(Frames frames, Envelope envelope, PayloadTransformers transformers, boolean whole) {}

    private final Permit.Basis basis;
    private final Exposure exposure;
    private final ContentEvent event;
    private final Wording wording;
    private final Hearing hearing;
    private final Form form;
    private final Outlet outlet;
    private Map<Scope.Part, Set<Room>> losing = Map.of();
    private int audiences;
    private int sockets;

    Round(Permit.Basis basis, ContentEvent event, Wording wording, Hearing hearing, Form form, Outlet outlet) {
        this.basis = basis;
        this.exposure = basis.exposure();
        this.event = event;
        this.wording = wording;
        this.hearing = hearing;
        this.form = form;
        this.outlet = outlet;
    }

    /**
     * Tells those who share a view.
     *
     * @throws RuntimeException if what they may see cannot be made ready; those of them who are to get it get nothing
     */
    void tell(Plan.Share share) {
        ContentChange change = event.change();
        Scope before = isShown(share.view(), change.before()) ? hearing.before() : Scope.NOBODY;
        Scope after = isShown(share.view(), change.after()) ? hearing.after() : Scope.NOBODY;
        Action vanishes = wording.vanishes();
        if (vanishes != null) {
            lose(roomsOf(share, vanishes), before.minus(after));
        }
        Visible visible = new Visible(share.view());
        Action seen = wording.seen();
        Action appears = wording.appears();
        if (seen != null && seen.equals(appears)) {
            send(seen, visible, share.rooms(), after.all());
            return;
        }
        if (seen != null) {
            send(seen, visible, share.rooms(), before.and(after).all());
        }
        if (appears != null) {
            send(appears, visible, roomsOf(share, appears), after.minus(before));
        }
    }

    private boolean isShown(View view, Optional<Entry> state) {
        return state.isPresent() && Visibility.shows(view, exposure, state.get());
    }

    private static Set<Room> roomsOf(Plan.Share share, Action word) {
        return Wording.isForAll(word) ? share.all() : share.rooms();
    }

    private void send(Action word, Visible visible, Set<Room> rooms, List<Scope.Part> parts) {
        Arguments frame = null;
        for (Scope.Part part : parts) {
            // no rooms would mean everybody
            if (!rooms.isEmpty() && outlet.reaches(rooms, part) && outlet.showsStates(exposure, visible.view)) {
                frame = frame == null
                        ? form.frames().full(event, word, form.envelope(), visible.view, visible::entry)
                        : frame;
                send(word, frame, rooms, part, visible.needed());
            }
        }
        audiences += frame == null ? 0 : 1;
    }

    private void send(Action word, Arguments frame, Set<Room> rooms, Scope.Part part, View needed) {
        Permit permit = new Permit(basis, new Permit.Frame(word, needed, rooms));
        sockets += outlet.send(exposure.eventPrefix() + ":" + word.name(), frame, rooms, part, newest(word), permit);
    }

    /**
     * Between two updates that the host made the first may be left out: nobody's sight of the entry depends on it. It is the
     * row that counts, as several may be one document. What is one transaction is told whole.
     */
    private @Nullable String newest(Action word) {
        return form.whole() && exposure.coalesced() && word.equals(Action.UPDATE) && event.transaction() == null
                ? event.change().uid() + "#" + event.change().entry().id()
                : null;
    }

    private void lose(Set<Room> rooms, List<Scope.Part> parts) {
        for (Scope.Part part : parts) {
            if (losing.isEmpty()) {
                losing = new LinkedHashMap<>();
            }
            losing.computeIfAbsent(part, key -> new HashSet<>()).addAll(rooms);
        }
    }

    /**
     * Tells those who lose sight of the entry, all at once: they get the same.
     *
     * @throws RuntimeException if that cannot be made ready; those of them who are to get it get nothing
     */
    void end() {
        Action vanishes = wording.vanishes();
        if (vanishes != null) {
            Arguments frame = null;
            View needed = View.identifiersOf(
                    event.change().before().orElse(event.change().entry()));
            for (Map.Entry<Scope.Part, Set<Room>> lost : losing.entrySet()) {
                if (!lost.getValue().isEmpty() && outlet.reaches(lost.getValue(), lost.getKey())) {
                    frame = frame == null ? form.frames().identifiers(event, vanishes, form.envelope()) : frame;
                    send(vanishes, frame, lost.getValue(), lost.getKey(), needed);
                }
            }
            audiences += frame == null ? 0 : 1;
        }
    }

    /** Whom it reached so far. */
    Reach reach() {
        return new Reach(audiences, sockets);
    }

    /** What a view shows of the entry as it is now; made ready when it is first asked for. */
    private final class Visible {
        private final View view;
        private @Nullable Entry ready;

        Visible(View view) {
            this.view = view;
        }

        /** What one must see to have it. */
        View needed() {
            return event.change().after().map(view::neededFor).orElse(view);
        }

        Entry entry() {
            Entry known = ready;
            if (known == null) {
                known = event.change()
                        .after()
                        .flatMap(view::sanitize)
                        .map(entry -> form.transformers().transform(exposure.type(), entry))
                        .orElseThrow(() -> new IllegalStateException("what is shown could not be sanitized"));
                ready = known;
            }
            return known;
        }
    }
}
