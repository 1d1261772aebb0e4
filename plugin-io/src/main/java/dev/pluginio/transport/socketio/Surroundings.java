package dev.pluginio.transport.socketio;

import dev.pluginio.transport.ClientListener;
import dev.pluginio.transport.TransportObserver;
import dev.pluginio.transport.TransportSettings;
import dev.pluginio.transport.socketio.limit.Doorkeeper;
import java.util.function.LongSupplier;

/** What every connection of a running transport shares. */
record Surroundings(
        TransportSettings settings,
        TransportObserver observer,
        ClientListener listener,
        Hub hub,
        Sessions sessions,
        Origins origins,
        Json json,
        Doorkeeper doorkeeper,
        LongSupplier nanoTime) {}
