package dev.pluginio.sample.rest;

import dev.pluginio.sample.access.Login;
import dev.pluginio.sample.access.Login.LoggedIn;
import dev.pluginio.sample.access.UserView;
import dev.pluginio.sample.problem.Problem;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Logging in, and where the live events are. */
public final class LoginRoutes implements Consumer<RoutesConfig> {

    private final Login login;
    private final int realtimePort;

    /**
     * Makes the routes.
     *
     * @param login lets users in
     * @param realtimePort where the Socket.IO server listens
     */
    public LoginRoutes(Login login, int realtimePort) {
        this.login = login;
        this.realtimePort = realtimePort;
    }

    @Override
    public void accept(RoutesConfig routes) {
        routes.post("/api/auth/local", this::logIn);
        routes.get("/api/realtime", this::realtime);
    }

    private void logIn(Context ctx) {
        Map<String, @Nullable Object> body = Json.readObject(ctx.body());
        if (!(body.get("identifier") instanceof String identifier)
                || !(body.get("password") instanceof String password)) {
            throw Problem.invalid("the body must look like { \"identifier\": \"…\", \"password\": \"…\" }");
        }
        LoggedIn loggedIn = login.login(identifier, password, ctx.ip());
        Requests.json(ctx, Map.of("jwt", loggedIn.jwt(), "user", json(loggedIn.user())));
    }

    private static Map<String, Object> json(UserView user) {
        return Map.of(
                "id", user.id(),
                "username", user.username(),
                "email", user.email(),
                "role",
                        Map.of(
                                "id", user.roleId(),
                                "name", user.roleName(),
                                "type", user.roleKind().name().toLowerCase(Locale.ROOT)));
    }

    /** The name under which the visitor found us, with the other port. */
    private void realtime(Context ctx) {
        String name = ctx.req().getServerName();
        Requests.json(ctx, Map.of("url", ctx.scheme() + "://" + name + ":" + realtimePort));
    }
}
