package dev.pluginio.transport.socketio;

import java.util.List;
import java.util.Map;

/**
 * What a client said when it opened its connection, as far as that is kept.
 *
 * @param query the parameters of its request
 * @param headers those of its request, without secrets; empty if nobody looks at them
 */
record Opening(Map<String, List<String>> query, Map<String, List<String>> headers) {

    /** What nearly every client says whose first transport is a WebSocket. */
    private static final Opening USUAL =
            new Opening(Map.of("EIO", List.of("4"), "transport", List.of("websocket")), Map.of());

    /** The usual one is kept once for all of them. */
    static Opening of(Map<String, List<String>> query, Map<String, List<String>> headers) {
        var opening = new Opening(query, headers);
        return opening.equals(USUAL) ? USUAL : opening;
    }
}
