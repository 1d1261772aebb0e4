package dev.pluginio.capture.jpa;

import dev.pluginio.api.host.EventRelay;
import dev.pluginio.log.jpa.Left;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.event.spi.EventType;

/**
 * How an instance of the plugin leaves what writes down the host's changes at its listeners, until the next one takes it
 * from there, or the time is over. Nobody waits for that time: it is looked at when the host does something.
 */
final class HandOver {

    private static final String FORM = "1";

    private HandOver() {}

    /** What must be the same for both: the form of what is left, and what is listened to. */
    static String version() {
        return Stream.concat(JpaCapture.OPENING.stream(), JpaCapture.HAPPENED.stream())
                .map(EventType::eventName)
                .collect(Collectors.joining(" ", FORM + " ", ""));
    }

    /**
     * Leaves something.
     *
     * @param happened where it is left
     * @param handler goes on
     * @param close is called when the time is over and nobody has come
     */
    static void leave(
            Left left,
            EventRelay happened,
            Consumer<Object> handler,
            Duration longest,
            LongSupplier ticks,
            Runnable close) {
        long end = ticks.getAsLong() + longest.toNanos();
        Map<String, Object> map = left.toMap();
        happened.left().set(map);
        happened.target().set(event -> {
            if (ticks.getAsLong() - end >= 0 && happened.left().compareAndSet(map, null)) {
                close.run();
            } else {
                handler.accept(event);
            }
        });
    }

    /** Takes what was left, so that nobody else does, and its time is not over any more. */
    static Optional<Left> take(SessionFactoryImplementor factory) {
        return Registration.relays(factory, JpaCapture.HAPPENED.get(0)).stream()
                .map(relay -> relay.left().getAndSet(null))
                .filter(Objects::nonNull)
                .flatMap(map -> usable(map).stream())
                .findFirst();
    }

    private static Optional<Left> usable(Map<String, Object> map) {
        Optional<Left> left = Left.from(map, version());
        if (left.isEmpty() && map.get("release") instanceof Runnable release) {
            release.run();
        }
        return left;
    }
}
