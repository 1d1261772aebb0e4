package dev.pluginio.sample.rest;

import dev.pluginio.api.access.Authentication.Refused;
import dev.pluginio.api.access.Principal;
import dev.pluginio.sample.access.Login;
import dev.pluginio.sample.access.Login.LoggedIn;
import dev.pluginio.sample.access.UserView;
import dev.pluginio.sample.access.Users;
import dev.pluginio.sample.problem.Problem;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Logging in, and where the live events are. */
public final class LoginRoutes implements Consumer<RoutesConfig> {

    private final Requests requests;
    private final Login login;
    private final Users users;
    private final int realtimePort;

    /**
     * Makes the routes.
     *
     * @param requests tells who asks
     * @param login lets users in
     * @param users the users
     * @param realtimePort where the Socket.IO server listens
     */
    public LoginRoutes(Requests requests, Login login, Users users, int realtimePort) {
        this.requests = requests;
        this.login = login;
        this.users = users;
        this.realtimePort = realtimePort;
    }

    @Override
    public void accept(RoutesConfig routes) {
        routes.post("/api/auth/local", this::logIn);
        routes.post("/api/auth/logout", this::logOut);
        routes.post("/api/auth/change-password", this::changePassword);
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

    /** On all devices: a token cannot be told from another of the same user. */
    private void logOut(Context ctx) {
        users.logOut(user(ctx).id());
        Requests.json(ctx, Map.of());
    }

    private void changePassword(Context ctx) {
        Principal.User user = user(ctx);
        Map<String, @Nullable Object> body = Json.readObject(ctx.body());
        if (!(body.get("currentPassword") instanceof String current)
                || !(body.get("password") instanceof String password)) {
            throw Problem.invalid("the body must look like { \"currentPassword\": \"…\", \"password\": \"…\" }");
        }
        login.login(user.name(), current, ctx.ip());
        users.changePassword(user.id(), password);
        LoggedIn loggedIn = login.login(user.name(), password, ctx.ip());
        Requests.json(ctx, Map.of("jwt", loggedIn.jwt(), "user", json(loggedIn.user())));
    }

    private Principal.User user(Context ctx) {
        if (requests.principal(ctx) instanceof Principal.User user) {
            return user;
        }
        throw Problem.unauthorized(Refused.INVALID_TOKEN, "Log in first");
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
