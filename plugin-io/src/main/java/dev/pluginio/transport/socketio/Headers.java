package dev.pluginio.transport.socketio;

import io.netty.handler.codec.http.HttpHeaders;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** What may be told of a request's headers. */
final class Headers {

    private static final Pattern SECRET =
            Pattern.compile("auth|cookie|token|secret|key|session|credential|password|jwt|signature");

    private Headers() {}

    /** All but those that may hold credentials, by name in small letters. */
    static Map<String, List<String>> withoutSecrets(HttpHeaders headers) {
        Map<String, List<String>> told = new TreeMap<>();
        headers.forEach(header -> {
            String name = header.getKey().toLowerCase(Locale.ROOT);
            if (!SECRET.matcher(name).find()) {
                told.computeIfAbsent(name, key -> new ArrayList<>(1)).add(header.getValue());
            }
        });
        told.replaceAll((name, values) -> List.copyOf(values));
        return Collections.unmodifiableMap(told);
    }
}
