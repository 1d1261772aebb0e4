package dev.pluginio.transport.socketio;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;

/** The answers to requests that the Engine.IO protocol does not allow. */
enum EngineError {
    TRANSPORT_UNKNOWN(0, "Transport unknown", HttpResponseStatus.BAD_REQUEST),
    SESSION_UNKNOWN(1, "Session ID unknown", HttpResponseStatus.BAD_REQUEST),
    BAD_HANDSHAKE_METHOD(2, "Bad handshake method", HttpResponseStatus.BAD_REQUEST),
    BAD_REQUEST(3, "Bad request", HttpResponseStatus.BAD_REQUEST),
    FORBIDDEN(4, "Forbidden", HttpResponseStatus.FORBIDDEN),
    UNSUPPORTED_PROTOCOL(5, "Unsupported protocol version", HttpResponseStatus.BAD_REQUEST),
    /** Beyond the specification, as those below; their codes are those of the nearest kind it knows. */
    TOO_MANY_REQUESTS(4, "Too many requests", HttpResponseStatus.TOO_MANY_REQUESTS),
    URL_TOO_LONG(3, "URL too long", HttpResponseStatus.REQUEST_URI_TOO_LONG),
    HEADERS_TOO_LARGE(3, "Headers too large", HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE);

    private final int code;
    private final String message;
    private final HttpResponseStatus status;

    EngineError(int code, String message, HttpResponseStatus status) {
        this.code = code;
        this.message = message;
        this.status = status;
    }

    /** The answer to a request that the codec could not take. */
    static EngineError of(Throwable cause) {
        if (cause instanceof TooLongHttpLineException) {
            return URL_TOO_LONG;
        }
        return cause instanceof TooLongHttpHeaderException ? HEADERS_TOO_LARGE : BAD_REQUEST;
    }

    String message() {
        return message;
    }

    HttpResponseStatus status() {
        return status;
    }

    String body() {
        return "{\"code\":" + code + ",\"message\":\"" + message + "\"}";
    }
}
