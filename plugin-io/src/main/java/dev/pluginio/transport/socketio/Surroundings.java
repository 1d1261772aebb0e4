package dev.pluginio.transport.socketio;

import dev.pluginio.transport.ClientListener;
import dev.pluginio.transport.Pages;
import dev.pluginio.transport.TransportObserver;
import dev.pluginio.transport.TransportSettings;
import dev.pluginio.transport.socketio.limit.Doorkeeper;
import dev.pluginio.transport.socketio.limit.Meter;
import io.netty.channel.ChannelFutureListener;
import java.net.InetSocketAddress;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What every connection of a running transport shares. Thread-safe. */
final class Surroundings {

    private static final Logger LOG = LoggerFactory.getLogger(Surroundings.class);

    private final TransportObserver observer;
    private final ClientListener listener;
    private final Hub hub;
    private final Sessions sessions;
    private final Pages pages;
    private final Doorkeeper doorkeeper;
    private final LongSupplier nanoTime;
    private final ChannelFutureListener departure;
    private volatile Configured configured;

    /** The settings, and what is made of them. */
    record Configured(TransportSettings settings, Origins origins, Json json, Meter.Rates rates) {

        private static Configured of(TransportSettings settings, LongSupplier nanoTime) {
            return new Configured(
                    settings,
                    new Origins(settings.corsOrigins(), settings.corsCredentials()),
                    new Json(settings.maxPayload()),
                    Meter.Rates.of(settings.limits(), settings.maxPayload(), nanoTime));
        }
    }

    Surroundings(
            TransportSettings settings,
            TransportObserver observer,
            ClientListener listener,
            Hub hub,
            Sessions sessions,
            Pages pages,
            LongSupplier nanoTime) {
        this.configured = Configured.of(settings, nanoTime);
        this.observer = observer;
        this.listener = listener;
        this.hub = hub;
        this.sessions = sessions;
        this.pages = pages;
        this.doorkeeper = sessions.doorkeeper();
        this.nanoTime = nanoTime;
        this.departure = closed ->
                doorkeeper.disconnect((InetSocketAddress) closed.channel().remoteAddress());
    }

    /**
     * Works by other settings from now on. Whoever may not be there by these is sent away: the clients of a namespace
     * that is gone, and the connections of addresses that may not connect.
     */
    void reconfigure(TransportSettings changed) {
        configured = Configured.of(changed, nanoTime);
        doorkeeper.reconfigure(changed.limits());
        hub.reconfigure(changed.namespaces());
        for (Session session : sessions.all()) {
            if (!doorkeeper.admits(session.remoteAddress())) {
                session.loop().submit(() -> session.close("address may not connect", Session.Farewell.PLAIN));
            }
        }
    }

    /** What holds now; whoever keeps it works by it as long as it does. */
    Configured configured() {
        return configured;
    }

    TransportSettings settings() {
        return configured.settings();
    }

    TransportObserver observer() {
        return observer;
    }

    ClientListener listener() {
        return listener;
    }

    /** Tells the listener of clients something; whatever it makes of it, the connection goes on. */
    void tell(Consumer<ClientListener> news) {
        try {
            news.accept(listener);
        } catch (RuntimeException e) {
            observer.listenerFailed();
            LOG.error("a listener of clients failed", e);
        }
    }

    Hub hub() {
        return hub;
    }

    Sessions sessions() {
        return sessions;
    }

    Pages pages() {
        return pages;
    }

    Origins origins() {
        return configured.origins();
    }

    Json json() {
        return configured.json();
    }

    Doorkeeper doorkeeper() {
        return doorkeeper;
    }

    /** Tells the doorkeeper that a connection which it has counted is closed; one for all of them. */
    ChannelFutureListener departure() {
        return departure;
    }

    LongSupplier nanoTime() {
        return nanoTime;
    }
}
