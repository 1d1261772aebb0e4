package dev.pluginio.transport.socketio;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Agrees with a client on the compression of messages (RFC 7692): each message by itself in both directions, and the
 * largest window to it, so that what is compressed for one client fits all.
 */
final class PerMessageDeflate {

    private static final String NAME = "permessage-deflate";
    private static final String AGREED = NAME + "; server_no_context_takeover; client_no_context_takeover";
    private static final String LARGEST_WINDOW = "; server_max_window_bits=15";
    private static final int MOST_OFFERS = 16;

    private PerMessageDeflate() {}

    /** What the server says to the offers of a client; null if it agrees to none of them. */
    static @Nullable String agree(HttpHeaders request) {
        for (String header : request.getAll(HttpHeaderNames.SEC_WEBSOCKET_EXTENSIONS)) {
            for (String offer : header.split(",", MOST_OFFERS)) {
                String answer = answer(offer.trim().split("\\s*;\\s*", MOST_OFFERS));
                if (answer != null) {
                    return answer;
                }
            }
        }
        return null;
    }

    private static @Nullable String answer(String[] offer) {
        if (!offer[0].equals(NAME)) {
            return null;
        }
        Set<String> seen = new HashSet<>();
        String answer = AGREED;
        for (int i = 1; i < offer.length; i++) {
            String[] parameter = offer[i].split("\\s*=\\s*", 2);
            String value = parameter.length < 2 ? null : parameter[1].replaceAll("^\"(.*)\"$", "$1");
            if (!seen.add(parameter[0]) || !isKnown(parameter[0], value)) {
                return null;
            }
            if (parameter[0].equals("server_max_window_bits")) {
                answer = AGREED + LARGEST_WINDOW;
            }
        }
        return answer;
    }

    private static boolean isKnown(String name, @Nullable String value) {
        return switch (name) {
            case "server_no_context_takeover", "client_no_context_takeover" -> value == null;
            case "client_max_window_bits" -> value == null || value.matches("[89]|1[0-5]");
            // the platform's compressor has but the largest
            case "server_max_window_bits" -> "15".equals(value);
            default -> false;
        };
    }
}
