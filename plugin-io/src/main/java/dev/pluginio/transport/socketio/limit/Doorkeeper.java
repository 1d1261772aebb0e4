package dev.pluginio.transport.socketio.limit;

import dev.pluginio.transport.Limits;
import dev.pluginio.transport.Network;
import io.netty.handler.codec.http.HttpHeaders;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.LongSupplier;

/** Decides by address who may come in, how many at a time and how fast. Thread-safe. */
public final class Doorkeeper {

    private static final int MOST_REMEMBERED = 50_000;
    private static final String CONNECTIONS = "connectionsPerAddress";

    private final Warnings warnings = new Warnings();
    private final Addresses addresses;
    private volatile Limits limits;
    private volatile ForwardedFor forwardedFor;

    /**
     * Knows nobody yet.
     *
     * @param nanoTime a clock that only goes forward
     */
    public Doorkeeper(Limits limits, LongSupplier nanoTime) {
        this.limits = limits;
        this.forwardedFor = new ForwardedFor(limits.trustProxy(), warnings);
        this.addresses = new Addresses(limits, nanoTime, MOST_REMEMBERED);
    }

    /** Decides by other limits from now on; what is open counts by them at once. */
    public void reconfigure(Limits changed) {
        limits = changed;
        forwardedFor = new ForwardedFor(changed.trustProxy(), warnings);
        addresses.reconfigure(changed);
    }

    /**
     * Counts a TCP connection that was opened; also where nothing limits it, because that may change.
     *
     * @return false if this address has far too many: the connection is to be closed at once, and does not count
     */
    public boolean connect(InetSocketAddress peer) {
        boolean free = addresses.connect(peer.getAddress(), isProxy() || isExempt(peer));
        return free || refused(CONNECTIONS, peer);
    }

    /** A connection that counted was closed. */
    public void disconnect(InetSocketAddress peer) {
        addresses.disconnect(peer.getAddress());
    }

    /** The address of the client that sent a request: that of the connection, or what trusted proxies say. */
    public InetSocketAddress client(HttpHeaders headers, InetSocketAddress peer) {
        return forwardedFor.client(headers, peer);
    }

    /** Whether the lists of addresses let a client in. */
    public boolean admits(InetSocketAddress client) {
        InetAddress address = client.getAddress();
        return (limits.allow().isEmpty() || contains(limits.allow(), address)) && !contains(limits.deny(), address);
    }

    /** Counts a handshake; false if there were too many lately. */
    public boolean knock(InetSocketAddress client) {
        boolean welcome = limits.handshakesPerSecond() == 0 || isExempt(client) || addresses.knock(client.getAddress());
        return welcome || refused("handshakesPerSecond", client);
    }

    /** Counts a session that is about to be opened; false if the address has as many as it may. */
    public boolean enter(InetSocketAddress client) {
        return addresses.enter(client.getAddress(), isExempt(client)) || refused(CONNECTIONS, client);
    }

    private boolean refused(String limit, InetSocketAddress client) {
        warnings.reached(limit, client.getAddress());
        return false;
    }

    /** A session that counted was closed, or not opened after all. */
    public void leave(InetSocketAddress client) {
        addresses.leave(client.getAddress());
    }

    /** How many addresses are remembered. */
    public int remembered() {
        return addresses.size();
    }

    /** Whether connections come from proxies, whose addresses tell nothing. */
    private boolean isProxy() {
        return limits.trustProxy() > 0;
    }

    /** This machine is exempt as a peer only: what a proxy takes for it is some client's claim, or another proxy. */
    private boolean isExempt(InetSocketAddress address) {
        boolean claimed = ForwardedFor.isTold(address) && address.getAddress().isLoopbackAddress();
        return !claimed && contains(limits.exempt(), address.getAddress());
    }

    private static boolean contains(List<Network> networks, InetAddress address) {
        for (Network network : networks) {
            if (network.contains(address)) {
                return true;
            }
        }
        return false;
    }
}
