package dev.pluginio.testing.guest;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.pluginio.api.access.AuthRequest;
import dev.pluginio.api.access.Authentication;
import dev.pluginio.api.content.Entry;
import dev.pluginio.api.realtime.AudienceRule;
import dev.pluginio.api.realtime.AuthStrategy;
import dev.pluginio.api.realtime.ClientEvent;
import dev.pluginio.api.realtime.ConnectionHandler;
import dev.pluginio.api.realtime.Hearers;
import dev.pluginio.api.realtime.IoSocket;
import dev.pluginio.api.realtime.PayloadTransformer;
import dev.pluginio.api.realtime.Reply;
import dev.pluginio.api.realtime.TypedEventHandler;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Everything that a plugin can offer to clients, in one class. PF4J is told of it by the test. */
public final class Visitor
        implements TypedEventHandler<Visitor.Visit>, ConnectionHandler, AuthStrategy, AudienceRule, PayloadTransformer {

    /** What a visitor says. */
    public record Visit(
            @NotBlank String from, @JsonProperty("for") List<@Size(max = 5) String> friends) {}

    private static final ThreadLocal<Visitor> KEPT = new ThreadLocal<>();

    private int calls;

    @Override
    public Set<String> events() {
        return Set.of("visit");
    }

    @Override
    public Set<String> namespaces() {
        return Set.of("/");
    }

    @Override
    public Class<Visit> argumentType() {
        return Visit.class;
    }

    @Override
    public Reply handle(ClientEvent event, Visit visit) {
        KEPT.set(this); // as careless plugins do
        calls++;
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        return Reply.bare(
                calls, context == Visitor.class.getClassLoader(), event.socket().auth());
    }

    @Override
    public void connected(IoSocket socket) {
        socket.emit("welcome", socket.auth());
    }

    @Override
    public String name() {
        return "visitor";
    }

    @Override
    public Set<String> contentTypes() {
        return Set.of("api::article.article");
    }

    @Override
    public Set<String> needs() {
        return Set.of("internalNotes");
    }

    @Override
    public Hearers hearers(String contentType, Entry state) {
        return state.values().get("internalNotes") == null ? Hearers.everyone() : Hearers.nobody();
    }

    @Override
    public Map<String, Object> transform(String contentType, Entry visible) {
        return Map.of("seenBy", name());
    }

    @Override
    public CompletionStage<Authentication> authenticate(AuthRequest untrusted) {
        Authentication.Admitted host = (Authentication.Admitted) untrusted.anonymous();
        return CompletableFuture.completedStage(new Authentication.Admitted(
                host.principal(), Map.of("name", untrusted.auth().get("name"))));
    }
}
