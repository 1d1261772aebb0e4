package dev.pluginio.transport.socketio;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which pages may connect. */
final class Origins {

    private static final Logger LOG = LoggerFactory.getLogger(Origins.class);
    private static final int MAX_TOLD = 32;
    private static final int MAX_TOLD_LENGTH = 200;

    private final Set<String> allowed;
    private final boolean all;
    private final boolean credentials;
    private final Set<String> told = ConcurrentHashMap.newKeySet();

    /**
     * Knows the pages.
     *
     * @param allowed their origins, or {@code *}
     * @param credentials whether they may send credentials; never if it is {@code *}
     */
    Origins(Set<String> allowed, boolean credentials) {
        this.allowed = Set.copyOf(allowed);
        this.all = allowed.contains("*");
        this.credentials = credentials && !all;
    }

    /** Whether the page that sends a request may; requests that come from no page always may. */
    boolean allow(HttpRequest request) {
        String origin = request.headers().get(HttpHeaderNames.ORIGIN);
        if (origin == null || all || allowed.contains(origin) || isSame(origin, request)) {
            return true;
        }
        tell(origin);
        return false;
    }

    /** What the answer says to the browser. */
    HttpHeaders headers(HttpRequest request) {
        HttpHeaders headers = new DefaultHttpHeaders();
        String origin = request.headers().get(HttpHeaderNames.ORIGIN);
        if (origin == null || !(all || allowed.contains(origin))) {
            return headers;
        }
        headers.set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, all ? "*" : origin);
        headers.set(HttpHeaderNames.VARY, HttpHeaderNames.ORIGIN);
        if (credentials) {
            headers.set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_CREDENTIALS, "true");
        }
        if (request.method().equals(HttpMethod.OPTIONS)) {
            headers.set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_METHODS, "GET, POST");
            headers.set(HttpHeaderNames.ACCESS_CONTROL_MAX_AGE, "600");
            String wanted = request.headers().get(HttpHeaderNames.ACCESS_CONTROL_REQUEST_HEADERS);
            if (wanted != null) {
                headers.set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_HEADERS, wanted);
            }
        }
        return headers;
    }

    /** A proxy may have changed the scheme, so only host and port are compared. */
    private static boolean isSame(String origin, HttpRequest request) {
        @Nullable String host = request.headers().get(HttpHeaderNames.HOST);
        int scheme = origin.indexOf("://");
        return host != null
                && scheme > 0
                && origin.substring(scheme + 3).toLowerCase(Locale.ROOT).equals(host.toLowerCase(Locale.ROOT));
    }

    private void tell(String origin) {
        if (told.size() < MAX_TOLD && origin.length() <= MAX_TOLD_LENGTH && told.add(origin)) {
            LOG.warn("pages of origin '{}' may not connect; to let them, add it to cors.origin", origin);
        }
    }
}
