package dev.pluginio.e2e.driver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.socket.client.Ack;
import io.socket.client.IO;
import io.socket.client.Manager;
import io.socket.client.Socket;
import io.socket.engineio.client.Transport;
import io.socket.engineio.parser.Packet;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import okhttp3.OkHttpClient;
import org.json.JSONArray;
import org.json.JSONException;
import org.json.JSONObject;
import org.json.JSONTokener;
import org.jspecify.annotations.Nullable;

/** The official Java client. */
final class JavaDriver implements SocketDriver {

    private final OkHttpClient http = new OkHttpClient.Builder().build();
    private final List<Socket> opened = new CopyOnWriteArrayList<>();

    @Override
    public ClientSocket open(Connect connect) {
        IO.Options options = new IO.Options();
        options.forceNew = true;
        options.reconnection = connect.reconnect();
        options.reconnectionDelay = 50;
        options.transports = connect.transports().toArray(String[]::new);
        options.auth = connect.auth();
        options.query = query(connect.query());
        options.callFactory = http;
        options.webSocketFactory = http;
        Socket socket = IO.socket(connect.address(), options);
        opened.add(socket);
        ClientSocket inbox = new ClientSocket(new Hands(socket));
        socket.on(Socket.EVENT_CONNECT, arguments -> inbox.wasConnected(socket.id()));
        socket.on(Socket.EVENT_CONNECT_ERROR, arguments -> inbox.wasRefused(refusal(arguments[0])));
        socket.on(Socket.EVENT_DISCONNECT, arguments -> inbox.wasDisconnected(String.valueOf(arguments[0])));
        socket.io().on(Manager.EVENT_CLOSE, arguments -> inbox.wasClosed());
        socket.onAnyIncoming(arguments -> inbox.heard(
                new Frame(String.valueOf(arguments[0]), jsonOf(Arrays.copyOfRange(arguments, 1, arguments.length)))));
        socket.io().on(Manager.EVENT_TRANSPORT, arguments -> keepName((Transport) arguments[0], inbox));
        if (connect.raw()) {
            socket.io().on(Manager.EVENT_TRANSPORT, arguments -> keepRaw((Transport) arguments[0], inbox));
        }
        socket.connect();
        return inbox;
    }

    @Override
    public void close() {
        opened.forEach(Socket::disconnect);
        http.dispatcher().executorService().shutdown();
        http.connectionPool().evictAll();
    }

    private static void keepName(Transport transport, ClientSocket inbox) {
        transport.on(Transport.EVENT_PACKET, arguments -> {
            if (Packet.MESSAGE.equals(((Packet<?>) arguments[0]).type)) {
                inbox.heardBy(transport.name);
            }
        });
    }

    private static void keepRaw(Transport transport, ClientSocket inbox) {
        transport.on(Transport.EVENT_PACKET, arguments -> {
            Packet<?> packet = (Packet<?>) arguments[0];
            if (packet.data instanceof String text) {
                inbox.heardRaw(packet.type + " " + text);
            }
        });
    }

    private static @Nullable String query(Map<String, String> query) {
        return query.isEmpty()
                ? null
                : query.entrySet().stream()
                        .map(entry -> encode(entry.getKey()) + "=" + encode(entry.getValue()))
                        .collect(Collectors.joining("&"));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static Refusal refusal(Object error) {
        if (error instanceof JSONObject object) {
            JsonNode json = Json.parse(object.toString());
            return new Refusal(json.path("message").asText(), json.path("data"));
        }
        return new Refusal(String.valueOf(error), Json.parse("null"));
    }

    private static List<JsonNode> jsonOf(Object[] values) {
        List<JsonNode> nodes = new ArrayList<>();
        for (Object value : values) {
            if (!(value instanceof Ack)) {
                nodes.add(jsonOf(value));
            }
        }
        return nodes;
    }

    private static JsonNode jsonOf(Object value) {
        if (value instanceof byte[] bytes) {
            return Json.binary(bytes);
        }
        if (value instanceof JSONArray array) {
            ArrayNode list = Json.array();
            for (int i = 0; i < array.length(); i++) {
                list.add(jsonOf(array.opt(i)));
            }
            return list;
        }
        if (value instanceof JSONObject object && object != JSONObject.NULL) {
            ObjectNode fields = Json.object();
            object.keys().forEachRemaining(key -> fields.set((String) key, jsonOf(object.opt((String) key))));
            return fields;
        }
        return Json.parse(value instanceof String text ? JSONObject.quote(text) : String.valueOf(value));
    }

    private static final class Hands implements ClientSocket.Hands {
        private final Socket socket;

        Hands(Socket socket) {
            this.socket = socket;
        }

        @Override
        public void close() {
            socket.disconnect();
        }

        @Override
        public void send(String event, List<JsonNode> arguments, ClientSocket.@Nullable Answer answer) {
            Object[] values = arguments.stream().map(Hands::value).toArray();
            if (answer == null) {
                socket.emit(event, values);
            } else {
                socket.emit(event, values, (Ack) answers -> answer.arrived(jsonOf(answers)));
            }
        }

        private static Object value(JsonNode node) {
            Optional<byte[]> binary = Json.binary(node);
            if (binary.isPresent()) {
                return binary.get();
            }
            try {
                if (node.isArray()) {
                    JSONArray array = new JSONArray();
                    node.forEach(element -> array.put(value(element)));
                    return array;
                }
                if (node.isObject()) {
                    JSONObject object = new JSONObject();
                    for (String name : Json.names(node)) {
                        object.put(name, value(node.get(name)));
                    }
                    return object;
                }
                return new JSONTokener(node.toString()).nextValue();
            } catch (JSONException e) {
                throw new IllegalArgumentException(e);
            }
        }
    }
}
