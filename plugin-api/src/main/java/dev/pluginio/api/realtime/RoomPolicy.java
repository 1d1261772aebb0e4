package dev.pluginio.api.realtime;

import org.pf4j.ExtensionPoint;

/**
 * Decides which custom rooms clients may join themselves, and to whom they may send private messages, beside the rules in
 * {@code plugins.yml}. All policies are asked, at the same time:
 *
 * <ul>
 *   <li>if one of them refuses, it is refused, whatever the others and the rules say;
 *   <li>otherwise it is allowed if one of them, or a rule, allows it.
 * </ul>
 *
 * <p>Called on threads of its plugin, concurrently; it may block. One that throws, returns null, takes longer than a
 * handler may, or stops meanwhile has refused. What trusted code does, by {@link IoService#joinRoom} or
 * {@link IoSocket#join}, is not asked about.
 *
 * @since 0.1
 */
public interface RoomPolicy extends ExtensionPoint {

    /**
     * What a policy says.
     *
     * @since 0.1
     */
    enum Decision {
        /** It may, unless another policy refuses. */
        ALLOW,
        /** It may not. */
        REFUSE,
        /** Others decide. */
        ABSTAIN
    }

    /**
     * Whether a client may join a custom room. Asked at each {@code join-room}.
     *
     * @param client who asks
     * @param room the name; untrusted, but it can name a room
     * @return the decision
     * @throws Exception if it cannot be decided, which refuses and is logged
     */
    default Decision mayJoin(SocketInfo client, String room) throws Exception {
        return Decision.ABSTAIN;
    }

    /**
     * Whether a client may join a custom room. For policies that need what is around them; the others leave it at
     * {@link #mayJoin(SocketInfo, String)}, which this calls.
     *
     * @param client who asks
     * @param room the name; untrusted, but it can name a room
     * @param context the realtime service, the host, and the policy's settings
     * @return the decision
     * @throws Exception if it cannot be decided, which refuses and is logged
     */
    default Decision mayJoin(SocketInfo client, String room, IoContext context) throws Exception {
        return mayJoin(client, room);
    }

    /**
     * Whether a client may send a private message to another one of its namespace. Asked at each {@code private-message}.
     *
     * @param from who asks
     * @param to who is to get it
     * @return the decision
     * @throws Exception if it cannot be decided, which refuses and is logged
     */
    default Decision maySend(SocketInfo from, SocketInfo to) throws Exception {
        return Decision.ABSTAIN;
    }

    /**
     * Whether a client may send a private message. For policies that need what is around them; the others leave it at
     * {@link #maySend(SocketInfo, SocketInfo)}, which this calls.
     *
     * @param from who asks
     * @param to who is to get it
     * @param context the realtime service, the host, and the policy's settings
     * @return the decision
     * @throws Exception if it cannot be decided, which refuses and is logged
     */
    default Decision maySend(SocketInfo from, SocketInfo to, IoContext context) throws Exception {
        return maySend(from, to);
    }
}
