package dev.pluginio.session.rooms;

import dev.pluginio.api.access.Principal;
import dev.pluginio.transport.Client;

/** A client that is in, as the rules of rooms know it. Thread-safe. */
public interface Occupant {

    /** Who it is for the transport. */
    Client client();

    /** Who it is for the host, at this moment. */
    Principal principal();

    /** The custom rooms that rules keep it in. */
    Placement placement();
}
