package dev.pluginio.log.jpa;

import dev.pluginio.api.host.EventRelay;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import java.util.function.LongPredicate;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * What an instance of the plugin that stopped leaves for the next one: the half of it that writes down what the host does
 * is still at work. It goes from one class loader to another as a map of classes that both have in common.
 *
 * @param version the next one can make use of it if it has the same
 * @param writer by which name the log was written
 * @param gap the newest place of which nothing is kept
 * @param isHeld whether a row belongs to a transaction of which it is not known yet what became of it
 * @param superseded takes the rows that must not be told of
 * @param missed how many changes could not be written down since
 * @param whenMoved takes who wants to know when a transaction was committed
 * @param relayOfOpening passes it what opens something, as long as nobody else is put there
 * @param relayOfHappened passes it all other events
 * @param opening gives it an event that opens something; false if it does not belong to a transaction that began here
 * @param happened gives it any other event; false if it does not belong to a transaction that began here
 * @param open how many transactions began here and have not ended
 * @param release lets go of the host
 */
public record Left(
        String version,
        String writer,
        long gap,
        LongPredicate isHeld,
        Supplier<long[]> superseded,
        LongSupplier missed,
        Consumer<Runnable> whenMoved,
        EventRelay relayOfOpening,
        EventRelay relayOfHappened,
        Predicate<Object> opening,
        Predicate<Object> happened,
        IntSupplier open,
        Runnable release) {

    /** The form in which it leaves this class loader. */
    public Map<String, Object> toMap() {
        return Map.ofEntries(
                Map.entry("version", version),
                Map.entry("writer", writer),
                Map.entry("gap", gap),
                Map.entry("isHeld", isHeld),
                Map.entry("superseded", superseded),
                Map.entry("missed", missed),
                Map.entry("whenMoved", whenMoved),
                Map.entry("relayOfOpening", relayOfOpening),
                Map.entry("relayOfHappened", relayOfHappened),
                Map.entry("opening", opening),
                Map.entry("happened", happened),
                Map.entry("open", open),
                Map.entry("release", release));
    }

    /** What another class loader left; empty if it is of another version. */
    @SuppressWarnings("unchecked") // what it is says the version
    public static Optional<Left> from(Map<String, Object> map, String version) {
        if (!version.equals(map.get("version"))) {
            return Optional.empty();
        }
        return Optional.of(new Left(
                version,
                part(map, "writer", String.class),
                part(map, "gap", Long.class),
                part(map, "isHeld", LongPredicate.class),
                (Supplier<long[]>) part(map, "superseded", Supplier.class),
                part(map, "missed", LongSupplier.class),
                (Consumer<Runnable>) part(map, "whenMoved", Consumer.class),
                part(map, "relayOfOpening", EventRelay.class),
                part(map, "relayOfHappened", EventRelay.class),
                (Predicate<Object>) part(map, "opening", Predicate.class),
                (Predicate<Object>) part(map, "happened", Predicate.class),
                part(map, "open", IntSupplier.class),
                part(map, "release", Runnable.class)));
    }

    private static <T> T part(Map<String, Object> map, String name, Class<T> type) {
        return type.cast(Objects.requireNonNull(map.get(name), name));
    }
}
