package dev.pluginio.capture.jpa;

import dev.pluginio.log.jpa.Predecessor;
import java.util.List;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.event.spi.EventType;
import org.jspecify.annotations.Nullable;

/** Listens in place of the predecessor, if there is one: what belongs to a transaction that began under it goes to it. */
final class Succession {

    private final SessionFactoryImplementor factory;
    private final @Nullable Predecessor predecessor;
    private final HibernateEvents events;
    private final Sessions sessions;

    Succession(
            SessionFactoryImplementor factory,
            @Nullable Predecessor predecessor,
            HibernateEvents events,
            Sessions sessions) {
        this.factory = factory;
        this.predecessor = predecessor;
        this.events = events;
        this.sessions = sessions;
    }

    /** Listens before Hibernate's own listeners. */
    Registration before(List<EventType<?>> types) {
        return predecessor == null
                ? Registration.before(factory, types, this::opening)
                : Registration.takeOver(factory, types, predecessor.relayOfOpening(), this::opening);
    }

    /** Listens behind Hibernate's own listeners. */
    Registration behind(List<EventType<?>> types) {
        return predecessor == null
                ? Registration.behind(factory, types, this::happened)
                : Registration.takeOver(factory, types, predecessor.relayOfHappened(), this::happened);
    }

    private void opening(Object event) {
        if (predecessor == null || !predecessor.opening(event)) {
            events.opening(event);
        }
    }

    void happened(Object event) {
        if (predecessor == null || !predecessor.happened(event)) {
            events.happened(event);
        }
    }

    /** Takes an event of a transaction that began here or before; tells whether it is one. */
    boolean takesOpening(Object event) {
        return predecessor != null && predecessor.opening(event) || events.takesOpening(event);
    }

    /** Takes an event of a transaction that began here or before; tells whether it is one. */
    boolean takesHappened(Object event) {
        return predecessor != null && predecessor.happened(event) || events.takesHappened(event);
    }

    /** How many transactions that began here or before have not ended. */
    int open() {
        return sessions.unfinished() + (predecessor == null ? 0 : predecessor.open());
    }
}
