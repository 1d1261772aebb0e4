package dev.pluginio.api.realtime;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What {@link IoService#raw(RawRequest)} is asked to send.
 *
 * <pre>{@code
 * io.raw(RawRequest.of("offer", Map.of("discount", 50)).rooms("premium", "vip"));
 * }</pre>
 *
 * @since 0.1
 */
public final class RawRequest {

    private final String event;
    private final @Nullable Object data;
    private final Set<Room> rooms;
    private final @Nullable Envelope envelope;
    private final boolean unfiltered;
    private final boolean droppable;
    private final boolean retained;

    private RawRequest(
            String event,
            @Nullable Object data,
            Set<Room> rooms,
            @Nullable Envelope envelope,
            boolean unfiltered,
            boolean droppable,
            boolean retained) {
        this.event = event;
        this.data = data;
        this.rooms = rooms;
        this.envelope = envelope;
        this.unfiltered = unfiltered;
        this.droppable = droppable;
        this.retained = retained;
    }

    /**
     * Asks for an event of any name.
     *
     * @param event the name
     * @param data null, a boolean, a number, a text, a {@code byte[]}, which arrives as binary data, or a map, collection
     *     or record of such; a copy without sensitive names is sent
     * @return the request, to every admitted client of the namespace {@code /}
     * @throws IllegalArgumentException if the name is blank or reserved by Socket.IO
     */
    public static RawRequest of(String event, @Nullable Object data) {
        if (event.isBlank() || RESERVED.contains(event)) {
            throw new IllegalArgumentException(
                    "'" + event + "' cannot name an event: it is blank or reserved by Socket.IO " + RESERVED);
        }
        return new RawRequest(event, data, Set.of(), null, false, false, false);
    }

    private static final Set<String> RESERVED =
            Set.of("connect", "connect_error", "disconnect", "disconnecting", "newListener", "removeListener");

    /**
     * Sends only to the members of custom rooms. A client in several of them gets one copy.
     *
     * @param rooms the names; a name never means a role's, token's, user's or entry's room
     * @return a request to those rooms, in place of those named before
     * @throws IllegalArgumentException if there is none, or one of them cannot name a room
     */
    public RawRequest rooms(String... rooms) {
        return to(Arrays.stream(rooms).map(Room::custom).collect(Collectors.toUnmodifiableSet()));
    }

    /**
     * Sends only to the members of rooms of any kind. A client in several of them gets one copy.
     *
     * @param rooms the rooms
     * @return a request to those rooms, in place of those named before
     * @throws IllegalArgumentException if there is none
     */
    public RawRequest rooms(Room... rooms) {
        return to(Set.copyOf(Arrays.asList(rooms)));
    }

    private RawRequest to(Set<Room> chosen) {
        if (chosen.isEmpty()) {
            throw new IllegalArgumentException("rooms(…) needs a room; to reach everybody, leave it out");
        }
        return new RawRequest(event, data, chosen, envelope, unfiltered, droppable, retained);
    }

    /**
     * Chooses the form for this event alone.
     *
     * @param envelope the form
     * @return a request with that form
     */
    public RawRequest envelope(Envelope envelope) {
        return new RawRequest(event, data, rooms, envelope, unfiltered, droppable, retained);
    }

    /**
     * Keeps sensitive names in the data. For data that is known to be meant for all who hear it.
     *
     * @return a request that sends the data as given
     */
    public RawRequest unfiltered() {
        return new RawRequest(event, data, rooms, envelope, true, droppable, retained);
    }

    /**
     * Does not let it wait for a client that cannot take it just now: such a client never hears it, whatever
     * {@link #retained()} said.
     *
     * @return a request that is dropped rather than kept waiting
     */
    public RawRequest droppable() {
        return new RawRequest(event, data, rooms, envelope, unfiltered, true, false);
    }

    /**
     * Keeps it for a while (as configured under {@code log.retained}) for clients whose connection was lost: when they come
     * back and recover, they hear it at its place among the other events, if they are in its audience by then. So does
     * whoever asks by {@code sync}, even if it joined the room after this was sent. Without {@code recovery.enabled}, it is sent as any other. It is kept in memory: a restart forgets it. What {@link #droppable()}
     * said counts no more.
     *
     * @return a request that is kept for clients that come back
     */
    public RawRequest retained() {
        return new RawRequest(event, data, rooms, envelope, unfiltered, false, true);
    }

    /**
     * The event's name.
     *
     * @return the name
     */
    public String event() {
        return event;
    }

    /**
     * What to send.
     *
     * @return the data as given
     */
    public @Nullable Object data() {
        return data;
    }

    /**
     * The rooms.
     *
     * @return whose members are meant; empty for every client
     */
    public Set<Room> rooms() {
        return rooms;
    }

    /**
     * The form, if this event has one of its own.
     *
     * @return the form, or empty for the configured one
     */
    public Optional<Envelope> envelope() {
        return Optional.ofNullable(envelope);
    }

    /**
     * Tells whether sensitive names stay in the data.
     *
     * @return true after {@link #unfiltered()}
     */
    public boolean isUnfiltered() {
        return unfiltered;
    }

    /**
     * Tells whether it may be dropped.
     *
     * @return true after {@link #droppable()}
     */
    public boolean isDroppable() {
        return droppable;
    }

    /**
     * Tells whether it is kept for clients that come back.
     *
     * @return true after {@link #retained()}
     */
    public boolean isRetained() {
        return retained;
    }
}
