package dev.pluginio.bench.fanout.server;

import dev.pluginio.api.realtime.Envelope;
import dev.pluginio.api.realtime.IoService;
import dev.pluginio.api.realtime.RawRequest;
import org.pf4j.Plugin;
import org.pf4j.PluginWrapper;

/** Sends through the realtime service, as any plugin would, when the harness says so. */
public final class TriggerPlugin extends Plugin {

    private final PluginWrapper own;

    /** Called by PF4J. */
    @SuppressWarnings("deprecation") // there is no other way to the plugin manager
    public TriggerPlugin(PluginWrapper wrapper) {
        super(wrapper);
        this.own = wrapper;
    }

    @Override
    public void start() {
        IoService io = own.getPluginManager().getExtensions(IoService.class).get(0);
        RawRequest request = RawRequest.of(Payload.EVENT, Payload.article())
                .rooms(Doorman.ROOM)
                .envelope(Envelope.BARE);
        Commands.serve(Integer.parseInt(System.getenv("IO_PORT")), () -> io.raw(request));
    }
}
