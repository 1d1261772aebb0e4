package dev.pluginio.session.rooms;

import dev.pluginio.api.access.Principal;
import dev.pluginio.transport.Client;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A client that is in, as the rules of rooms know it. Thread-safe. */
public interface Occupant {

    /** Who it is for the transport. */
    Client client();

    /** Who it is for the host, at this moment. */
    Principal principal();

    /** The custom rooms that rules keep it in. */
    Placement placement();

    /**
     * What it has now outlives this process, where that is to be.
     *
     * @return completes in bounded time, never with an error, on any thread
     */
    default CompletionStage<Boolean> kept() {
        return CompletableFuture.completedStage(false);
    }
}
