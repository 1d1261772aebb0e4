package dev.pluginio.transport;

import java.net.InetSocketAddress;

/** Carries emissions to clients. All methods but {@link #start} and {@link #close} may be called concurrently. */
public interface Transport extends AutoCloseable {

    /**
     * Opens the port.
     *
     * @param listener hears of clients
     * @throws TransportException if the address cannot be had; the message names it
     */
    void start(ClientListener listener);

    /** Where clients reach it; the actual port, if 0 was configured. */
    InetSocketAddress address();

    /**
     * Queues an emission for every client of its audience. Emissions queued by one thread reach a client in that order.
     * Never waits for a client; waits for the event loops if they are thousands of emissions behind.
     *
     * @return to how many clients it was handed
     */
    int send(Emission emission);

    /** Closes the port and every connection, frees all threads. Waits for them at most a few seconds. Idempotent. */
    @Override
    void close();
}
