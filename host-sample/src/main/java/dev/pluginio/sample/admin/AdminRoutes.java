package dev.pluginio.sample.admin;

import dev.pluginio.api.access.Principal;
import dev.pluginio.sample.access.ApiTokens;
import dev.pluginio.sample.access.KnownPermissions;
import dev.pluginio.sample.access.NewToken;
import dev.pluginio.sample.access.Roles;
import dev.pluginio.sample.access.TokenKind;
import dev.pluginio.sample.access.Users;
import dev.pluginio.sample.problem.Problem;
import dev.pluginio.sample.rest.Requests;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/** Roles, users and API tokens over HTTP. Every route is for administrators only. */
public final class AdminRoutes implements Consumer<RoutesConfig> {

    private static final String BASE = "/admin/api";

    private final Requests requests;
    private final Roles roles;
    private final Users users;
    private final ApiTokens tokens;
    private final KnownPermissions known;

    /**
     * Makes the routes.
     *
     * @param requests tells who asks
     * @param roles the roles
     * @param users the users
     * @param tokens the API tokens
     * @param known the permissions that there are
     */
    public AdminRoutes(Requests requests, Roles roles, Users users, ApiTokens tokens, KnownPermissions known) {
        this.requests = requests;
        this.roles = roles;
        this.users = users;
        this.tokens = tokens;
        this.known = known;
    }

    @Override
    public void accept(RoutesConfig routes) {
        routes.get(BASE + "/permissions", guarded(ctx -> Requests.answer(ctx, known.all())));
        acceptRoles(routes);
        acceptUsers(routes);
        acceptTokens(routes);
    }

    private void acceptRoles(RoutesConfig routes) {
        routes.get(BASE + "/roles", guarded(ctx -> Requests.answer(ctx, list(roles.all(), AdminJson::role))));
        routes.get(
                BASE + "/roles/{id}",
                guarded(ctx -> Requests.answer(ctx, AdminJson.role(roles.get(ctx.pathParam("id"))))));
        routes.post(BASE + "/roles", guarded(this::createRole));
        routes.put(BASE + "/roles/{id}", guarded(this::editRole));
        routes.delete(BASE + "/roles/{id}", guarded(ctx -> done(ctx, roles::remove)));
    }

    private void acceptUsers(RoutesConfig routes) {
        routes.get(BASE + "/users", guarded(ctx -> Requests.answer(ctx, list(users.all(), AdminJson::user))));
        routes.get(
                BASE + "/users/{id}",
                guarded(ctx -> Requests.answer(ctx, AdminJson.user(users.get(ctx.pathParam("id"))))));
        routes.post(BASE + "/users", guarded(this::createUser));
        routes.put(BASE + "/users/{id}", guarded(this::editUser));
        routes.post(BASE + "/users/{id}/logout", guarded(ctx -> done(ctx, users::logOut)));
        routes.put(BASE + "/users/{id}/password", guarded(this::changePassword));
        routes.delete(BASE + "/users/{id}", guarded(ctx -> done(ctx, users::remove)));
    }

    private void acceptTokens(RoutesConfig routes) {
        routes.get(BASE + "/tokens", guarded(ctx -> Requests.answer(ctx, list(tokens.all(), AdminJson::token))));
        routes.post(BASE + "/tokens", guarded(this::createToken));
        routes.delete(BASE + "/tokens/{id}", guarded(ctx -> done(ctx, tokens::revoke)));
    }

    /** An API token never administrates, whatever it may do with content. */
    private Handler guarded(Handler handler) {
        return ctx -> {
            Principal principal = requests.principal(ctx);
            if (principal instanceof Principal.Public) {
                throw Problem.unauthorized("invalid_token", "Log in as an administrator");
            }
            if (!(principal instanceof Principal.User user) || !roles.isAdministrator(user.role())) {
                throw Problem.forbidden("this is for administrators");
            }
            handler.handle(ctx);
        };
    }

    private void createRole(Context ctx) {
        Members members = Members.of(ctx, List.of("name", "permissions"));
        Requests.answer(
                ctx.status(201),
                AdminJson.role(roles.create(
                        members.text("name"),
                        members.optionalTexts("permissions").orElse(Set.of()))));
    }

    private void editRole(Context ctx) {
        Members members = Members.of(ctx, List.of("name", "permissions"));
        Requests.answer(
                ctx,
                AdminJson.role(roles.edit(
                        ctx.pathParam("id"), members.optionalText("name"), members.optionalTexts("permissions"))));
    }

    private void createUser(Context ctx) {
        Members members = Members.of(ctx, List.of("username", "email", "password", "role"));
        Requests.answer(
                ctx.status(201),
                AdminJson.user(users.create(
                        members.text("username"),
                        members.text("email"),
                        members.text("password"),
                        members.text("role"))));
    }

    private void editUser(Context ctx) {
        Members members = Members.of(ctx, List.of("role", "blocked"));
        Requests.answer(
                ctx,
                AdminJson.user(users.edit(
                        ctx.pathParam("id"), members.optionalText("role"), members.optionalFlag("blocked"))));
    }

    private void changePassword(Context ctx) {
        String password = Members.of(ctx, List.of("password")).text("password");
        done(ctx, id -> users.changePassword(id, password));
    }

    private void createToken(Context ctx) {
        Members members = Members.of(ctx, List.of("name", "type", "permissions", "expiresAt"));
        TokenKind kind = TokenKind.of(members.text("type"))
                .orElseThrow(() -> Problem.invalid("type", "'type' must be full-access, read-only or custom"));
        ApiTokens.Created created = tokens.create(new NewToken(
                members.text("name"),
                kind,
                members.optionalTexts("permissions").orElse(Set.of()),
                members.optionalInstant("expiresAt")));
        Requests.answer(ctx.status(201), AdminJson.created(created));
    }

    private static void done(Context ctx, Consumer<String> act) {
        String id = ctx.pathParam("id");
        act.accept(id);
        Requests.answer(ctx, Map.of("id", id));
    }

    private static <T> List<Map<String, Object>> list(List<T> views, Function<T, Map<String, Object>> json) {
        return views.stream().map(json).toList();
    }
}
