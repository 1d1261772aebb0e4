package dev.pluginio;

import dev.pluginio.api.realtime.EmitRequest;
import dev.pluginio.api.realtime.IoService;
import dev.pluginio.api.realtime.RawRequest;
import dev.pluginio.api.realtime.Reach;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.pf4j.Extension;

/** The realtime service as PF4J finds it. While the plugin is switched off or stopping, it reaches nobody. */
@Extension
public final class IoServiceExtension implements IoService {

    @Override
    public CompletionStage<Reach> emit(EmitRequest request) {
        return running().map(io -> io.emit(request)).orElseGet(IoServiceExtension::nobody);
    }

    @Override
    public CompletionStage<Reach> raw(RawRequest request) {
        return running().map(io -> io.raw(request)).orElseGet(IoServiceExtension::nobody);
    }

    private static Optional<IoService> running() {
        return IoPlugin.running().flatMap(Wiring::service);
    }

    private static CompletionStage<Reach> nobody() {
        return CompletableFuture.completedStage(Reach.NOBODY);
    }
}
