package dev.pluginio.session.entities;

import dev.pluginio.session.Belongings;
import dev.pluginio.session.Session;
import dev.pluginio.session.recovery.Memo.Possessions;
import dev.pluginio.transport.Room;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The subscriptions of a client that is away. What they are to stays followed, so that nothing has to be read again. */
record Carried(Subscriptions subscriptions, Subscriber.Left left) implements Belongings {

    @Override
    public Set<Room> rooms() {
        Stream<Room> entities = left.held().stream().map(held -> held.standing().room());
        return Stream.concat(entities, left.types().stream().map(Room::type)).collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public Possessions inWords() {
        return left.inWords();
    }

    @Override
    public void giveTo(Session back) {
        subscriptions.resume(back, left);
    }

    @Override
    public void drop() {
        subscriptions.following().drop(left);
    }
}
