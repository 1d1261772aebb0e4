package dev.pluginio;

import dev.pluginio.api.realtime.EmitRequest;
import dev.pluginio.api.realtime.IoService;
import dev.pluginio.api.realtime.RawRequest;
import dev.pluginio.api.realtime.Reach;
import java.util.concurrent.CompletionStage;
import org.pf4j.Extension;

/** The realtime service as PF4J finds it. */
@Extension
public final class IoServiceExtension implements IoService {

    @Override
    public CompletionStage<Reach> emit(EmitRequest request) {
        return IoPlugin.running().service().emit(request);
    }

    @Override
    public CompletionStage<Reach> raw(RawRequest request) {
        return IoPlugin.running().service().raw(request);
    }
}
