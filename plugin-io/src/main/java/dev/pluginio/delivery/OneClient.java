package dev.pluginio.delivery;

import dev.pluginio.access.Exposure;
import dev.pluginio.access.View;
import dev.pluginio.api.content.Entry;
import dev.pluginio.api.event.ContentChange;
import dev.pluginio.transport.Arguments;
import dev.pluginio.transport.Clearance;
import dev.pluginio.transport.Client;
import dev.pluginio.transport.Emission;
import dev.pluginio.transport.Room;
import java.util.Collections;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One client in place of all. */
class OneClient implements Outlet {

    private final Client client;
    final Set<Room> its;
    private long bytes;
    private int events;

    /**
     * Takes the client.
     *
     * @param its the rooms in which it is now
     */
    OneClient(Client client, Set<Room> its) {
        this.client = client;
        this.its = its;
    }

    @Override
    public boolean reaches(Set<Room> rooms, Scope.Part part) {
        return !Collections.disjoint(rooms, its) && part.includes(its);
    }

    @Override
    public int send(
            String name,
            Arguments arguments,
            Set<Room> rooms,
            Scope.Part part,
            @Nullable String newest,
            Clearance needed) {
        client.send(name, dressed(arguments), needed);
        count(arguments);
        return 1;
    }

    private void count(Arguments arguments) {
        bytes += Shelf.sizeOf(arguments);
        events++;
    }

    /** The arguments as this client is to get them. */
    Arguments dressed(Arguments arguments) {
        return arguments;
    }

    /** How many bytes it was sent. */
    long bytes() {
        return bytes;
    }

    /** How many events it was sent. */
    int events() {
        return events;
    }

    /** One that is given what it missed, of each entry no more than the entry's newest state lets it see. */
    static final class Late extends OneClient {
        private final Function<Rules, Frames> frames;
        private final AudienceRules rules;
        private @Nullable Entry newest;
        private boolean isAgain;

        Late(Client client, Set<Room> its, Function<Rules, Frames> frames, AudienceRules rules) {
            super(client, its);
            this.frames = frames;
            this.rules = rules;
        }

        /**
         * What is given next.
         *
         * @param change what it missed
         * @param last the newest change of the same entry
         * @param again whether it may have had it before: then it must not take its offset for the place where it stands
         */
        void turnTo(ContentChange change, ContentChange last, boolean again) {
            isAgain = again;
            newest = last == change ? null : last.after().or(last::before).orElse(change.entry());
        }

        /**
         * Gives it a message.
         *
         * @param again whether it may have had it before
         */
        void tell(Emission message, boolean again) {
            isAgain = again;
            super.client.send(message.event(), dressed(message.arguments()));
            super.count(message.arguments());
        }

        /**
         * Tells it that it was given all of a transaction.
         *
         * @param again whether it may have been told that before
         */
        void end(Arguments arguments, boolean again) {
            isAgain = again;
            super.client.send(Delivery.END, dressed(arguments));
        }

        @Override
        Arguments dressed(Arguments arguments) {
            return isAgain ? arguments.withoutOffset() : arguments;
        }

        @Override
        public Frames frames(Rules now) {
            return frames.apply(now);
        }

        @Override
        public boolean showsStates(Exposure exposure, View view) {
            Entry state = newest;
            return state == null || Visibility.shows(view, exposure, state) && rules.allow(exposure, state, its);
        }
    }
}
