package dev.pluginio.transport.socketio;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Speaks to the transport by hand. */
public final class RawClient {

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final int port;

    public RawClient(int port) {
        this.port = port;
    }

    public HttpResponse<String> send(String method, String query, String body, String... headers)
            throws IOException, InterruptedException {
        return http.send(request(method, query, body, headers), HttpResponse.BodyHandlers.ofString());
    }

    public HttpResponse<String> get(String query, String... headers) throws IOException, InterruptedException {
        return send("GET", query, "", headers);
    }

    /** Asks and does not wait for the answer. */
    CompletableFuture<HttpResponse<String>> getLater(String query) {
        return http.sendAsync(request("GET", query, ""), HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest request(String method, String query, String body, String... headers) {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/socket.io/?" + query))
                .timeout(Duration.ofSeconds(RunningTransport.WAIT_SECONDS))
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return request.build();
    }

    /** Opens a polling session and gives the parameters of its further requests. */
    public String session() throws IOException, InterruptedException {
        String open = get("EIO=4&transport=polling").body();
        String sid = open.replaceAll(".*\"sid\":\"([^\"]+)\".*", "$1");
        return "EIO=4&transport=polling&sid=" + sid;
    }

    /** A WebSocket that has heard nothing yet. */
    public Connection connect(String query) {
        try {
            return new Connection(port, query);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A WebSocket session that has not asked to enter anything yet. */
    Connection open() throws IOException, InterruptedException {
        Connection connection = connect("EIO=4&transport=websocket");
        connection.next();
        return connection;
    }

    /** A WebSocket session in the root namespace. */
    Connection enter() throws IOException, InterruptedException {
        Connection connection = open();
        connection.send("40");
        connection.next();
        return connection;
    }

    /**
     * A WebSocket that keeps what it hears. The JDK's own does not always notice that the other side hangs up, so this
     * one reads the frames itself.
     */
    public static final class Connection implements AutoCloseable {
        final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        final BlockingQueue<byte[]> compressed = new LinkedBlockingQueue<>();
        private final CompletableFuture<Void> closed = new CompletableFuture<>();
        private final Socket socket;
        private final DataInputStream in;

        private final String head;
        private volatile boolean dismissed;

        Connection(int port, String query) throws IOException {
            this(port, query, "");
        }

        /** One with further headers, each with a new line at its end. */
        static Connection with(int port, String headers) throws IOException {
            return new Connection(port, "EIO=4&transport=websocket", headers);
        }

        private Connection(int port, String query, String headers) throws IOException {
            socket = new Socket("127.0.0.1", port);
            in = new DataInputStream(socket.getInputStream());
            String request = "GET /socket.io/?" + query + " HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n"
                    + "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                    + "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n" + headers + "\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            var answer = new StringBuilder();
            while (answer.indexOf("\r\n\r\n") < 0) {
                answer.append((char) in.readUnsignedByte());
            }
            head = answer.toString();
            if (!head.startsWith("HTTP/1.1 101")) {
                throw new IOException("no handshake: " + head);
            }
            var reader = new Thread(this::read, "raw-websocket");
            reader.setDaemon(true);
            reader.start();
        }

        private void read() {
            try {
                while (true) {
                    int first = in.readUnsignedByte();
                    int opcode = first & 0x0F;
                    int length = in.readUnsignedByte();
                    long size = length < 126 ? length : length == 126 ? in.readUnsignedShort() : in.readLong();
                    byte[] payload = in.readNBytes((int) size);
                    if ((first & 0x40) != 0) {
                        compressed.add(payload);
                    } else if (opcode == 1) {
                        heard.add(new String(payload, StandardCharsets.UTF_8));
                    } else if (opcode == 2) {
                        heard.add("<" + HexFormat.ofDelimiter(" ").formatHex(payload) + ">");
                    } else if (opcode == 8) {
                        dismissed = true;
                        frame(0x88, new byte[0]);
                    }
                }
            } catch (IOException e) {
                closed.complete(null);
            }
        }

        public void send(String message) throws IOException {
            frame(0x81, message.getBytes(StandardCharsets.UTF_8));
        }

        /** Whether the server has begun the closing handshake. */
        boolean isDismissed() {
            return dismissed;
        }

        /** What the server answered to the handshake. */
        String head() {
            return head;
        }

        /** A text frame that says of itself that it is compressed. */
        void sendCompressed(byte[] message) throws IOException {
            frame(0xC1, message);
        }

        /** A text frame of any bytes. */
        void sendText(byte... message) throws IOException {
            frame(0x81, message);
        }

        void send(byte... message) throws IOException {
            frame(0x82, message);
        }

        /** Writes a frame whose mask is zero. */
        private synchronized void frame(int head, byte[] payload) throws IOException {
            var out = new ByteArrayOutputStream();
            var data = new DataOutputStream(out);
            data.writeByte(head);
            if (payload.length < 126) {
                data.writeByte(0x80 | payload.length);
            } else if (payload.length <= 0xFFFF) {
                data.writeByte(0x80 | 126);
                data.writeShort(payload.length);
            } else {
                data.writeByte(0x80 | 127);
                data.writeLong(payload.length);
            }
            data.writeInt(0);
            data.write(payload);
            socket.getOutputStream().write(out.toByteArray());
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }

        /** What comes next. */
        public String next() throws InterruptedException {
            return RunningTransport.next(heard);
        }

        /** Waits until the other side has closed it. */
        void awaitClosed() {
            closed.orTimeout(RunningTransport.WAIT_SECONDS, TimeUnit.SECONDS).join();
        }
    }
}
