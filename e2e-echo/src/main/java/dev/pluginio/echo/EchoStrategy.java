package dev.pluginio.echo;

import dev.pluginio.api.access.AuthRequest;
import dev.pluginio.api.access.Authentication;
import dev.pluginio.api.realtime.AuthStrategy;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.pf4j.Extension;

/** Admits everybody as nobody in particular, and keeps what they sent for this plugin's handlers. */
@Extension
public final class EchoStrategy implements AuthStrategy {

    @Override
    public String name() {
        return "echo";
    }

    @Override
    public CompletionStage<Authentication> authenticate(AuthRequest untrusted) {
        Authentication host = untrusted.anonymous();
        return CompletableFuture.completedStage(
                host instanceof Authentication.Admitted admitted
                        ? new Authentication.Admitted(admitted.principal(), untrusted.auth())
                        : host);
    }
}
