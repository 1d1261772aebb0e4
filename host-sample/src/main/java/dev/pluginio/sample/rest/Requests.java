package dev.pluginio.sample.rest;

import dev.pluginio.api.access.Authentication;
import dev.pluginio.api.access.Authentication.Admitted;
import dev.pluginio.api.access.Authentication.Refused;
import dev.pluginio.api.access.Authenticator;
import dev.pluginio.api.access.Credentials;
import dev.pluginio.api.access.Principal;
import dev.pluginio.sample.access.ApiTokens;
import dev.pluginio.sample.entries.QueryParam;
import dev.pluginio.sample.problem.Problem;
import io.javalin.http.Context;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What routes need to know of a request, and how they answer it. */
public final class Requests {

    private static final String BEARER = "Bearer ";

    private final Authenticator authenticator;

    /**
     * Makes the reading of requests ready.
     *
     * @param authenticator tells who clients are
     */
    public Requests(Authenticator authenticator) {
        this.authenticator = authenticator;
    }

    /**
     * Tells who asks.
     *
     * @param ctx the request
     * @return a user or a token by the {@code Authorization} header, or the public
     * @throws Problem if the credentials are not good
     */
    public Principal principal(Context ctx) {
        Authentication authentication = authenticate(ctx.header("Authorization"));
        if (authentication instanceof Admitted admitted) {
            return admitted.principal();
        }
        Refused refused = (Refused) authentication;
        throw Problem.unauthorized(refused.code(), refused.message());
    }

    private Authentication authenticate(@Nullable String header) {
        if (header == null) {
            return authenticator.anonymous();
        }
        if (!header.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            throw Problem.unauthorized(Refused.INVALID_TOKEN, "The header must look like 'Authorization: Bearer …'");
        }
        String token = header.substring(BEARER.length()).strip();
        String strategy = ApiTokens.looksLike(token) ? Credentials.API_TOKEN : Credentials.JWT;
        return authenticator.authenticate(new Credentials(strategy, token));
    }

    /**
     * Gives the query as a tree.
     *
     * @param ctx the request
     * @return the query; untrusted
     * @throws Problem if it is malformed
     */
    public static QueryParam query(Context ctx) {
        return QueryParam.parse(ctx.queryParamMap());
    }

    /**
     * Gives what the body holds as {@code data}.
     *
     * @param ctx the request
     * @return objects are maps, lists are lists; untrusted
     * @throws Problem if there is no such thing
     */
    public static @Nullable Object data(Context ctx) {
        Map<String, @Nullable Object> body = Json.readObject(ctx.body());
        if (!body.keySet().equals(Set.of("data"))) {
            throw Problem.invalid("the body must look like { \"data\": … }");
        }
        return body.get("data");
    }

    /**
     * Gives the members of what the body holds as {@code data}.
     *
     * @param ctx the request
     * @param known the members that there may be
     * @return the members; untrusted
     * @throws Problem if there is no such object, or another member
     */
    public static Map<?, ?> dataObject(Context ctx, List<String> known) {
        if (!(data(ctx) instanceof Map<?, ?> members)) {
            throw Problem.invalid("data", "'data' must be an object");
        }
        members.keySet().forEach(name -> {
            if (!known.contains(String.valueOf(name))) {
                throw Problem.invalid(String.valueOf(name), "'" + name + "' is unknown; there are " + known);
            }
        });
        return members;
    }

    /**
     * Answers with data.
     *
     * @param ctx the request
     * @param data what to answer
     */
    public static void answer(Context ctx, Object data) {
        answer(ctx, data, Map.of());
    }

    /**
     * Answers with data and something about it.
     *
     * @param ctx the request
     * @param data what to answer
     * @param meta what to say about it
     */
    public static void answer(Context ctx, Object data, Map<String, ?> meta) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("data", data);
        body.put("meta", meta);
        json(ctx, body);
    }

    /**
     * Answers with JSON.
     *
     * @param ctx the request
     * @param value what to answer
     */
    static void json(Context ctx, Object value) {
        ctx.contentType("application/json").result(Json.write(value));
    }
}
