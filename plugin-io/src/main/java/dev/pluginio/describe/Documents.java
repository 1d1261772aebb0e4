package dev.pluginio.describe;

import dev.pluginio.access.AccessCache;
import dev.pluginio.access.Rights;
import dev.pluginio.api.access.Authentication;
import dev.pluginio.api.access.Authenticator;
import dev.pluginio.api.access.Credentials;
import dev.pluginio.api.access.Grantee;
import dev.pluginio.api.access.Permissions;
import dev.pluginio.delivery.Rules;
import dev.pluginio.describe.form.Handled;
import dev.pluginio.transport.Pages;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The generated documents on the plugin's port: each caller gets that of its own role or token, and those whom the
 * configuration names get that of any. Whoever shows no valid token gets nothing, and does not learn which roles there are.
 */
public final class Documents implements Pages {

    /** Where the types are. */
    public static final String TYPES = "/plugin-io/types.d.ts";

    /** Where the AsyncAPI document is. */
    public static final String ASYNC_API = "/plugin-io/asyncapi.json";

    private static final Logger LOG = LoggerFactory.getLogger(Documents.class);
    private static final String BEARER = "bearer ";
    private static final int LONGEST_TOKEN = 8192;

    private final Authenticator authenticator;
    private final AccessCache access;
    private final Supplier<Rules> rules;
    private final Supplier<Map<String, Handled>> handled;
    private final Executor blocking;
    private final String version;
    private volatile DocumentSettings settings = DocumentSettings.OFF;

    /**
     * Serves nothing yet.
     *
     * @param authenticator tells who a caller is
     * @param access what roles and tokens may do
     * @param rules the rules that hold now
     * @param handled the events that clients may send now, with what is known of them
     * @param blocking runs what may block; may reject
     * @param version the plugin's version
     */
    public Documents(
            Authenticator authenticator,
            AccessCache access,
            Supplier<Rules> rules,
            Supplier<Map<String, Handled>> handled,
            Executor blocking,
            String version) {
        this.authenticator = authenticator;
        this.access = access;
        this.rules = rules;
        this.handled = handled;
        this.blocking = blocking;
        this.version = version;
    }

    /** Serves others from now on. */
    public void reconfigure(DocumentSettings changed) {
        settings = changed;
    }

    @Override
    public Optional<Supplier<CompletionStage<Answer>>> get(
            String path, Map<String, List<String>> untrusted, @Nullable String authorization) {
        DocumentSettings now = settings;
        if (!now.enabled() || !(path.equals(TYPES) || path.equals(ASYNC_API))) {
            return Optional.empty();
        }
        return Optional.of(() -> begin(path, untrusted.getOrDefault("role", List.of()), authorization, now));
    }

    private CompletionStage<Answer> begin(
            String path, List<String> untrustedRole, @Nullable String authorization, DocumentSettings now) {
        try {
            return CompletableFuture.supplyAsync(() -> answer(path, untrustedRole, authorization, now), blocking);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.completedStage(text(503, "busy; try again\n"));
        }
    }

    private Answer answer(
            String path, List<String> untrustedRole, @Nullable String authorization, DocumentSettings now) {
        try {
            Grantee caller = caller(authorization).orElse(null);
            Rights rights = access.rights();
            if (caller == null || !rights.has(caller)) {
                return text(401, "send the header 'Authorization: Bearer …' with a valid API token or JWT\n");
            }
            Grantee wanted = untrustedRole.isEmpty() ? caller : named(untrustedRole.get(0), caller, rights, now);
            if (wanted == null) {
                return text(403, "there is no such role, or this token gets only the document of its own\n");
            }
            return document(path, wanted, rights);
        } catch (RuntimeException | Error e) {
            LOG.error("A generated document could not be made", e);
            return text(500, "this could not be made; the log of the host says why\n");
        }
    }

    private Optional<Grantee> caller(@Nullable String authorization) {
        if (authorization == null
                || authorization.length() > LONGEST_TOKEN
                || !authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            return Optional.empty();
        }
        String token = authorization.substring(BEARER.length()).strip();
        // a JWT has three parts; what looks like one may still be an API token
        List<String> strategies = token.split("\\.", -1).length == 3
                ? List.of(Credentials.JWT, Credentials.API_TOKEN)
                : List.of(Credentials.API_TOKEN);
        for (String strategy : strategies) {
            if (!token.isEmpty()
                    && authenticator.authenticate(new Credentials(strategy, token))
                            instanceof Authentication.Admitted admitted) {
                return Optional.of(admitted.principal().grantee());
            }
        }
        return Optional.empty();
    }

    /** Whom a name stands for, if the caller may know: itself, or anybody. */
    private static @Nullable Grantee named(String name, Grantee caller, Rights rights, DocumentSettings now) {
        if (isNamed(caller, name)) {
            return caller;
        }
        Grantee described = rights.find(caller).orElse(caller);
        if (!now.readers().contains(described.name())) {
            return null;
        }
        return rights.permissions().keySet().stream()
                .filter(grantee -> isNamed(grantee, name))
                .min(Comparator.comparing(Grantee::id))
                .orElse(null);
    }

    private static boolean isNamed(Grantee grantee, String name) {
        return grantee.id().equals(name) || grantee.name().equals(name);
    }

    private Answer document(String path, Grantee wanted, Rights rights) {
        Rules now = rules.get();
        Vocabulary vocabulary = Vocabulary.of(
                rights.find(wanted).orElse(wanted).name(),
                rights.permissions().getOrDefault(wanted, Permissions.none()),
                now,
                now.json().shape(),
                handled.get());
        return path.equals(TYPES)
                ? text(200, TypeScript.of(vocabulary))
                : new Answer(200, "application/json", now.unfiltered().write(AsyncApi.of(vocabulary, version)));
    }

    private static Answer text(int status, String text) {
        return new Answer(status, "text/plain; charset=UTF-8", text.getBytes(StandardCharsets.UTF_8));
    }
}
