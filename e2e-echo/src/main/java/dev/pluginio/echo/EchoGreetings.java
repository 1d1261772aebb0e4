package dev.pluginio.echo;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.pluginio.api.realtime.ClientEvent;
import dev.pluginio.api.realtime.Reply;
import dev.pluginio.api.realtime.TypedEventHandler;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pf4j.Extension;

/** Answers whom a client greets, and how: an event with a type. */
@Extension
public final class EchoGreetings implements TypedEventHandler<EchoGreetings.Greeting> {

    /** What a client sends. */
    record Greeting(
            @NotBlank @Size(max = 20) String text,
            @JsonProperty("to") List<@NotBlank String> people) {}

    /** What it hears. */
    record Greeted(String greeting) {}

    @Override
    public Set<String> events() {
        return Set.of("greet");
    }

    @Override
    public Class<Greeting> argumentType() {
        return Greeting.class;
    }

    @Override
    public Optional<Class<? extends Record>> answerType() {
        return Optional.of(Greeted.class);
    }

    @Override
    public Reply handle(ClientEvent event, Greeting greeting) {
        return Reply.success(new Greeted(greeting.text() + " " + String.join(" and ", greeting.people())));
    }
}
