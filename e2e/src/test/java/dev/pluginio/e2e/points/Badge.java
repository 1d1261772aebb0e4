package dev.pluginio.e2e.points;

import dev.pluginio.api.access.AuthRequest;
import dev.pluginio.api.access.Authentication;
import dev.pluginio.api.realtime.AuthStrategy;
import dev.pluginio.api.realtime.IoContext;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Admits who knows the word that its settings name. */
public final class Badge implements AuthStrategy {

    @Override
    public String name() {
        return "badge";
    }

    @Override
    public CompletionStage<Authentication> authenticate(AuthRequest untrusted, IoContext context) {
        Object word = context.settings().get("word");
        return CompletableFuture.completedStage(
                word != null && word.equals(untrusted.auth().get("word"))
                        ? untrusted.anonymous()
                        : new Authentication.Refused("wrong_badge", "This badge does not open the door"));
    }
}
