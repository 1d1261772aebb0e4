package dev.pluginio.session;

import dev.pluginio.api.access.Authentication;
import dev.pluginio.api.access.Principal;
import dev.pluginio.session.handlers.Lane;
import dev.pluginio.transport.Client;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One client's stay in a namespace, from its admission on. Thread-safe. */
public final class Session {

    private final Map<String, @Nullable Object> auth;
    private final String plugin;
    private final long since;
    private final Expiry expiry = new Expiry();
    private volatile Principal principal;
    private volatile @Nullable Client client;
    private volatile @Nullable Lane lane;

    Session(Authentication.Admitted admitted, String plugin, long since) {
        this.principal = admitted.principal();
        this.auth = admitted.auth();
        this.plugin = plugin;
        this.since = since;
    }

    static Session of(Client client) {
        return (Session) client.attachment();
    }

    /**
     * Who it is for the transport.
     *
     * @throws IllegalStateException if it was admitted but has not entered yet
     */
    public Client client() {
        Client entered = client;
        if (entered == null) {
            throw new IllegalStateException("the client has not entered yet");
        }
        return entered;
    }

    /** Who it is for the host, at this moment: a user may be given another role meanwhile. */
    public Principal principal() {
        return principal;
    }

    /** Where its events go; null until it has entered, and if it was sent away at once. */
    public @Nullable Lane lane() {
        return lane;
    }

    /** What handlers of {@link #plugin} may know of the payload of its handshake. */
    Map<String, @Nullable Object> auth() {
        return auth;
    }

    /** The plugin whose strategy admitted it; empty for the host. */
    String plugin() {
        return plugin;
    }

    /** The state of {@link RecentChanges} when its admission began. */
    long since() {
        return since;
    }

    Expiry expiry() {
        return expiry;
    }

    void begin(Client entered) {
        client = entered;
    }

    void take(Lane own) {
        lane = own;
    }

    @Override
    public String toString() {
        return "stay of " + client;
    }
}
