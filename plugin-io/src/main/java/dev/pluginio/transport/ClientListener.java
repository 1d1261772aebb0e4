package dev.pluginio.transport;

import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Hears what clients do. Called on the transport's threads; must not block and must not throw. For one client the calls
 * come one after the other: {@code connecting}, {@code connected}, any number of {@code received}, {@code disconnected};
 * a client that was refused is heard of no more, nor is one that left before it was
 * admitted, but for {@code missed}.
 */
public interface ClientListener {

    /**
     * Decides about a client that asks to enter a namespace. It is in no room and hears nothing before the stage
     * completes; a stage that fails refuses it.
     *
     * @param untrusted what the client sent
     * @return completes on any thread
     */
    CompletionStage<Admission> connecting(Handshake untrusted);

    /** Whether {@link Handshake#headers} are of use; if not, they are not kept. Asked for each connection. */
    default boolean looksAtHeaders() {
        return false;
    }

    /** The client had left when it was to be admitted: nothing comes of it. */
    default void missed(Admission.Admitted admitted) {}

    /** The client is in its rooms; whatever is sent from now on reaches it after the answer to its request. */
    void connected(Client client);

    /**
     * The client sent an event.
     *
     * @param client who
     * @param event the event's name; untrusted
     * @param arguments JSON values as null, Boolean, Number, String, List and Map, binary as byte[]; untrusted
     * @param acknowledgement answers the client, if it asked for an answer
     */
    void received(
            Client client, String event, List<@Nullable Object> arguments, @Nullable Acknowledgement acknowledgement);

    /**
     * The client is there, and has got everything that was queued for it before the last time that this was told. Told
     * about once a ping; nothing waits for it.
     */
    default void alive(Client client) {}

    /** Somebody put the client into a custom room, or took it out of one; any thread. */
    default void moved(Client client) {}

    /** The client has left; its rooms no longer have it. */
    void disconnected(Client client, String reason);

    /** Answers one event of a client. */
    @FunctionalInterface
    interface Acknowledgement {
        /** Sends the answer. Only the first call counts. */
        void answer(Arguments arguments);

        /**
         * Sends the answer if the client has a clearance when its turn comes, else another, so that it does not wait for
         * one in vain. Only the first call counts.
         */
        default void answer(Arguments arguments, Clearance needed, Arguments otherwise) {
            answer(arguments);
        }

        /** Sends JSON values in UTF-8, one an argument. Only the first call counts. */
        default void answer(List<byte[]> values) {
            answer(new Arguments(values, List.of()));
        }
    }
}
