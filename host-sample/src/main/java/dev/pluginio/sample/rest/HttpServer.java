package dev.pluginio.sample.rest;

import dev.pluginio.sample.problem.Problem;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.http.staticfiles.Location;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The running HTTP server: the routes it was given, and the pages. */
public final class HttpServer implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(HttpServer.class);
    private static final long LARGEST_BODY = 2_000_000;

    private final Javalin javalin;
    private final String host;

    private HttpServer(Javalin javalin, String host) {
        this.javalin = javalin;
        this.host = host;
    }

    /**
     * Starts the server.
     *
     * @param host the address to listen at
     * @param port the port, or 0 for any that is free
     * @param realtimePort where the pages may connect to, besides this server
     * @param routes what it answers
     * @return the server; to be closed
     */
    public static HttpServer start(String host, int port, int realtimePort, List<Consumer<RoutesConfig>> routes) {
        Javalin javalin = Javalin.create(config -> {
            quiet(config);
            pages(config, realtimePort);
            config.routes.before("/api/*", HttpServer::neverCached);
            config.routes.before("/admin/api/*", HttpServer::neverCached);
            routes.forEach(each -> each.accept(config.routes));
            failures(config.routes);
        });
        return new HttpServer(javalin.start(host, port), host);
    }

    private static void quiet(JavalinConfig config) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.http.maxRequestSize = LARGEST_BODY;
    }

    /** Plain files: no script but ours runs, and nothing is fetched from elsewhere. */
    private static void pages(JavalinConfig config, int realtimePort) {
        String policy = "default-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none';"
                + " connect-src 'self' http://*:" + realtimePort + " https://*:" + realtimePort + " ws://*:"
                + realtimePort
                + " wss://*:" + realtimePort;
        config.staticFiles.add(files -> {
            files.hostedPath = "/";
            files.directory = "/web";
            files.location = Location.CLASSPATH;
            files.headers = Map.of(
                    "Content-Security-Policy", policy,
                    "X-Content-Type-Options", "nosniff",
                    "Referrer-Policy", "no-referrer",
                    "Cache-Control", "no-cache");
        });
    }

    private static void neverCached(Context ctx) {
        ctx.header("Cache-Control", "no-store").header("X-Content-Type-Options", "nosniff");
    }

    private static void failures(RoutesConfig routes) {
        routes.exception(Problem.class, (problem, ctx) -> {
            fail(ctx, problem.status(), problem.name(), problem.getMessage(), problem.details());
            if (problem.details().get("retryAfter") instanceof Long seconds) {
                ctx.header("Retry-After", String.valueOf(seconds));
            }
        });
        routes.exception(
                HttpResponseException.class,
                (e, ctx) -> fail(ctx, e.getStatus(), "HttpError", String.valueOf(e.getMessage()), Map.of()));
        routes.exception(Exception.class, (e, ctx) -> {
            log.error("{} {} failed", ctx.method(), ctx.path(), e);
            fail(ctx, 500, "InternalServerError", "Internal Server Error", Map.of());
        });
    }

    private static void fail(Context ctx, int status, String name, String message, Map<String, ?> details) {
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("data", null);
        Map<String, Object> error = new LinkedHashMap<>();
        error.put("status", status);
        error.put("name", name);
        error.put("message", message);
        error.put("details", details);
        body.put("error", error);
        Requests.json(ctx.status(status), body);
    }

    /**
     * Where the server listens.
     *
     * @return such as {@code http://127.0.0.1:1337}
     */
    public String url() {
        return "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + javalin.port();
    }

    @Override
    public void close() {
        javalin.stop();
    }
}
