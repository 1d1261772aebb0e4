package dev.pluginio.transport;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** Carries emissions to clients. All methods but {@link #start} and {@link #close} may be called concurrently. */
public interface Transport extends AutoCloseable {

    /**
     * Opens the port.
     *
     * @param listener hears of clients
     * @throws TransportException if the address cannot be had; the message names it
     */
    void start(ClientListener listener);

    /**
     * Works by other settings from now on. No client is disconnected but those that could not be where they are by these
     * settings: in a namespace that is gone, or at an address that may not connect. What a client was told when it
     * connected, how often it is pinged and how much it may send at once, holds for it as long as it stays. Host, port,
     * path and certificate stay as they are once the transport is open.
     */
    void reconfigure(TransportSettings changed);

    /**
     * Whether clients come back and tell by an offset where they were. They take whatever text is last in an event for its
     * offset: from now on, no event without an offset ends in a text.
     */
    void guardOffsets(boolean guarded);

    /** Answers other requests than those of the protocol from now on; one of several calls wins. */
    void serve(Pages pages);

    /** Where clients reach it; the actual port, if 0 was configured. */
    InetSocketAddress address();

    /**
     * Queues an emission for every client of its audience. Emissions queued by one thread reach a client in that order.
     * Never waits for a client; waits for the event loops if they are thousands of emissions behind.
     *
     * @return to how many clients it was handed
     */
    int send(Emission emission);

    /**
     * Queues an emission for every client to which another one of the same series was handed, whatever rooms it is in by
     * now. Of the audience only the namespace counts. Nothing is known of a series any more when it was ended, or another
     * one began.
     */
    void end(Emission last);

    /** A client by its public socket id, in whatever namespace; empty if there is none, or it has gone. */
    Optional<Client> find(String id);

    /**
     * The clients of an audience now, each once, in no order. Costs time and memory in proportion to its smallest part.
     * Clients come and go meanwhile.
     */
    List<Client> members(Audience audience);

    /** The rooms of a namespace that have members now, and how many; a snapshot. Empty if there is no such namespace. */
    Map<Room, Integer> rooms(String namespace);

    /** The namespaces that exist; none before the transport is open. */
    Set<String> namespaces();

    /**
     * Tells when all emissions that {@link #send} was given before are out of its hands: written to the connections, put
     * into the queues of clients that do not read fast enough, or dropped. Says nothing about whether a client has got
     * them. What of all that was sent by now needs a {@link Clearance} that a client does not have any more does not leave
     * from then on: what waits to be written is not written, a connection on which it waits is closed. Never waits itself.
     *
     * <p>Completes, never with an error, on a thread of its own that may be held up; at once if the transport is not
     * open, and at the latest when it is closed. Must not be waited for on a thread on which a {@link ClientListener} is
     * called: that thread is one of those that have to get the work done.
     */
    CompletionStage<Void> settled();

    /** Closes the port and every connection, frees all threads. Waits for them at most a few seconds. Idempotent. */
    @Override
    void close();
}
