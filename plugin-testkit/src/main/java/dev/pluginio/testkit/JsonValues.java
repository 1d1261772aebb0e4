package dev.pluginio.testkit;

import io.socket.client.Ack;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.json.JSONArray;
import org.json.JSONObject;
import org.jspecify.annotations.Nullable;

/** Turns the values of the Socket.IO client into those of Java, and back. */
final class JsonValues {

    private JsonValues() {}

    static List<@Nullable Object> ofClient(Object... values) {
        List<@Nullable Object> all = new ArrayList<>();
        for (Object value : values) {
            if (!(value instanceof Ack)) {
                all.add(ofClient(value));
            }
        }
        return all;
    }

    private static @Nullable Object ofClient(@Nullable Object value) {
        if (value == null || value == JSONObject.NULL) {
            return null;
        }
        if (value instanceof JSONArray array) {
            List<@Nullable Object> list = new ArrayList<>();
            for (int i = 0; i < array.length(); i++) {
                list.add(ofClient(array.opt(i)));
            }
            return list;
        }
        if (value instanceof JSONObject object) {
            Map<String, @Nullable Object> fields = new LinkedHashMap<>();
            object.keys().forEachRemaining(key -> fields.put((String) key, ofClient(object.opt((String) key))));
            return fields;
        }
        return value;
    }

    static Object[] forClient(@Nullable Object... values) {
        Object[] all = new Object[values.length];
        for (int i = 0; i < values.length; i++) {
            all[i] = forClient(values[i]);
        }
        return all;
    }

    private static Object forClient(@Nullable Object value) {
        if (value == null) {
            return JSONObject.NULL;
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> fields = new LinkedHashMap<>();
            map.forEach((key, element) -> fields.put(String.valueOf(key), forClient(element)));
            return new JSONObject(fields);
        }
        if (value instanceof Collection<?> collection) {
            return new JSONArray(collection.stream().map(JsonValues::forClient).toList());
        }
        return value;
    }
}
